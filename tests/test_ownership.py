"""Who may do what: files of ours are written in one place, and keys of `config/` are known in one place."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/cireview"

WRITING = {"to_csv", "to_parquet", "to_excel", "to_json", "to_pickle", "write_text", "write_bytes", "savez"}
READING = {"read_csv", "read_parquet", "read_excel"}
# Modules that touch files that are not our tables, and which these are.
FILES = {
    "cli/appendix.py": "the appendix of searches, for Word and LaTeX",
    "cli/protocol_text.py": "the protocol, changed",
    "cli/docs.py": "pages of the manual, in HTML",
    "cli/run.py": "the log of a run",
    "cli/init.py": "the files of a new review",
    "figures/flow_files.py": "the flow, as SVG and as a page",
    "figures/saving.py": "figures",
    "identity/register.py": "nothing: a file that is locked",
    "formats/writing.py": "export files, for other programs",
    "logs.py": "logs",
    "paper/bibliography.py": "references in CSL-JSON",
    "paper/make.py": "tables in LaTeX",
    "paper/reporting.py": "the appendix of searches",
    "paper/submission.py": "pages, Word files and metadata of a submission",
    "reading/journal.py": "answers of a person, line by line",
    "search/attempts.py": "a number, the attempts at a search",
    "search/notices.py": "files of Retraction Watch",
    "search/seals.py": "what was known of a search, in JSON",
    "versions/kept.py": "what the protocol said, in JSON",
    "versions/version.py": "copies of what a version keeps",
    "review/contents.py": "digests of large files, in JSON",
    "review/changes.py": "what the last run saw, in JSON",
    "review/running.py": "which run is at work, in JSON",
    "review/outputs.py": "digests of what runs made, in JSON",
    "synthesis/make.py": "tables for LaTeX, Word, Markdown and the web",
    "screening/named_encoders.py": "encoders that were downloaded",
    "screening/projects.py": "projects of ASReview, for that program",
    "screening/stored.py": "features",
    "screening/vectors.py": "vectors of texts",
    "web/archive.py": "the archive of searches",
}
# Modules that see the protocol as a whole and hand its values on; all others get plain values.
VERBS = {
    f"cli/{verb}.py"
    for verb in (
        *("add_reviewer", "amend", "check", "convert", "draw", "freeze", "hand_over", "new_search"),
        *("run", "simulate", "status", "submit", "trace"),
    )
}
COMPOSING = VERBS | {
    "cli/appendix.py",
    "cli/protocol_text.py",
    "cli/searched.py",
    "paper/draw.py",
    "paper/flow_page.py",
    "paper/make.py",
    "paper/report.py",
    "paper/reporting.py",
    "paper/report_word.py",
    "paper/run_tables.py",
    "paper/submission.py",
    "reading/office.py",
    "reading/opening.py",
    "search/log.py",
    "search/seals.py",
    "synthesis/make.py",
}


def touches_files(tree):
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Attribute | ast.Name):
            continue
        method = isinstance(call.func, ast.Attribute)
        name = call.func.attr if method else call.func.id
        owner = call.func.value.id if method and isinstance(call.func.value, ast.Name) else ""
        texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
        opens = name == "open" and any(str(text)[:1] in ("w", "a", "x") for text in texts)
        yield name in WRITING or opens or (name in READING and owner == "pd")


def modules(*, outside):
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.split("/")[0] not in outside:
            yield name, ast.parse(path.read_text())


def imports_of(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def test_only_tables_reads_and_writes_our_tables():
    assert {name for name, tree in modules(outside={"tables"}) if any(touches_files(tree))} == set(FILES)


def test_only_protocol_reads_yaml():
    users = {name for name, tree in modules(outside={"protocol"}) if "yaml" in set(imports_of(tree))}
    # Words, styles and numbers of a flow, and the rules of journals, which have no protocol.
    assert users == {"flow/words.py", "flow/styles.py", "flow/files.py", "figures/journals.py"}


def test_only_few_modules_see_the_protocol_as_a_whole():
    whole = ("cireview.protocol", "cireview.review")
    users = {
        name
        for name, tree in modules(outside={"protocol", "review"})
        if any(one.startswith(whole) for one in imports_of(tree))
    }
    assert users == COMPOSING


def test_scripts_hand_the_configuration_on_and_take_no_key_from_it():
    for script in sorted((ROOT / "workflow/scripts").glob("*.py")):
        for use in script.read_text().split("snakemake.config")[1:]:
            assert use.startswith(")"), script.name
