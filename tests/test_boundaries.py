"""What only one place of the code may do: reach the network, print, read the environment, know of rules."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/cireview"


def modules():
    return sorted(SOURCE.rglob("*.py"))


def imports_of(module):
    tree = ast.parse(module.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


NETWORK = re.compile(r"^(requests|urllib3|urllib\.request|http\.client|socket|httpx|aiohttp|ftplib)\b")


def test_only_web_touches_the_network():
    users = {
        module.relative_to(SOURCE).as_posix()
        for module in modules()
        if any(map(NETWORK.match, imports_of(module)))
    }
    # The page for reading listens on this machine, and asks nobody anything.
    assert {user for user in users if user.split("/")[0] != "web"} == {"reading/serve.py"}


def test_only_the_command_line_prints():
    def prints(module):
        calls = (node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call))
        return any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)

    users = {module.relative_to(SOURCE).parts[0] for module in modules() if prints(module)}
    assert users <= {"cli", "logs.py"}


def test_nothing_reads_the_clock():
    clock = re.compile(r"\b(datetime\.now|date\.today|time\.time|utcnow|monotonic|perf_counter)\b")
    users = {
        module.relative_to(SOURCE).as_posix() for module in modules() if clock.search(module.read_text())
    }
    assert {user for user in users if user.split("/")[0] not in ("cli", "web", "web.py")} == set()


def test_only_web_reads_the_environment_where_keys_are_kept():
    users = {module.relative_to(SOURCE).as_posix() for module in modules() if "environ" in names_in(module)}
    # And the verb that takes the passphrase of the page: on a command line others could see it; and the one
    # that looks for a place for caches.
    others = {user for user in users if user.split("/")[0] != "web"}
    assert others == {"cli/label.py", "cli/run.py"}


def names_in(module):
    nodes = list(ast.walk(ast.parse(module.read_text())))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in nodes if isinstance(node, ast.Name)}


def test_scripts_are_thin_and_share_their_name_with_a_rule():
    rules = "\n".join(file.read_text() for file in sorted((ROOT / "workflow").rglob("*.smk")))
    for script in sorted((ROOT / "workflow/scripts").glob("*.py")):
        assert len(script.read_text().splitlines()) <= 20, script.name
        assert f"rule {script.stem}:" in rules
        assert f"scripts/{script.stem}.py" in rules
