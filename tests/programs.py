"""Programs that some tests need: whether they do here what the tests ask, tried once on a small file."""

import subprocess

# All that the tables of the paper and the page for authors load.
PACKAGES = ("array", "booktabs", "fontenc", "geometry", "graphicx", "longtable", "pdflscape")
_DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{%s}
\begin{document}\textbf{Trial}\end{document}
"""


def convert(source, target, kind, *opening):
    """Open a sheet in LibreOffice and save it in the folder `target` in another format."""
    profile = f"-env:UserInstallation=file://{target.parent}/profile"
    command = ["soffice", "--headless", profile, *opening, "--convert-to", kind, "--outdir", target, source]
    return subprocess.run(command, check=True, capture_output=True, text=True, errors="replace", timeout=240)


def compile_latex(file):
    """Compile a document with pdflatex, beside it, and return what pdflatex printed."""
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", file.name]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


def why_not_libreoffice(folder):
    """Return why LibreOffice cannot convert a sheet here, or nothing; a Writer without Calc cannot."""
    (folder / "trial.csv").write_text("a,b\n1,2\n")
    try:
        done = convert(folder / "trial.csv", folder / "saved", "xlsx:Calc MS Excel 2007 XML")
    except FileNotFoundError:
        return "LibreOffice is not installed"
    except subprocess.SubprocessError as error:
        return f"LibreOffice did not convert a sheet: {_last_line(error.stderr) or error}"
    # LibreOffice ends with status 0 also where it has no filter for the format.
    if not (folder / "saved/trial.xlsx").is_file():
        return f"LibreOffice did not convert a sheet: {_last_line(done.stderr) or 'it made no file'}"
    return ""


def why_not_pdflatex(folder):
    """Return why pdflatex cannot compile a document with our packages here, or nothing."""
    (folder / "trial.tex").write_text(_DOCUMENT % ",".join(PACKAGES))
    try:
        compile_latex(folder / "trial.tex")
    except FileNotFoundError:
        return "pdflatex is not installed"
    except AssertionError as error:
        complaints = [line for line in str(error).splitlines() if line.startswith("!")]
        return f"pdflatex did not compile a document: {' '.join(complaints) or 'it says no reason'}"
    return ""


def _last_line(text):
    lines = (text.decode(errors="replace") if isinstance(text, bytes) else text or "").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "")
