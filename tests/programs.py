"""Programs that some tests need: whether they do here what the tests ask, tried once on a small file."""

import shutil
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


def show(*arguments):
    """Open a page in Chromium without a window, and return what it says."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000"]
    done = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True, timeout=240)
    return done.stdout


def why_not_chromium(folder):
    """Return why Chromium cannot show a page here, or nothing."""
    page = folder / "trial.html"
    page.write_text("<!DOCTYPE html><title>Trial</title><body><script>document.body.append(6 * 7)</script>")
    try:
        said = show("--dump-dom", page.as_uri())
    except FileNotFoundError:
        return "Chromium is not installed"
    except subprocess.SubprocessError as error:
        return f"Chromium did not show a page: {_last_line(error.stderr) or error}"
    return "" if "42" in said else "Chromium did not run a page's script"


def why_not(program, package):
    """Return that a program is not installed, and what brings it, or nothing."""
    return "" if shutil.which(program) else f"{program} is not installed ({package} brings it)"


def rasterise(source, target):
    """Draw an SVG with rsvg-convert, and return the bytes of the picture."""
    subprocess.run(["rsvg-convert", source, "-o", target], check=True, capture_output=True, timeout=60)
    return target.read_bytes()


def ask_poppler(program, file):
    """Return what a program of Poppler says of a PDF."""
    return subprocess.run([program, file], check=True, capture_output=True, text=True, timeout=60).stdout


def write_with_pandoc(source, target):
    """Turn a text into another format with pandoc, beside its pictures."""
    command = ["pandoc", source.name, "-o", target]
    subprocess.run(command, check=True, cwd=source.parent, capture_output=True, timeout=120)


def _last_line(text):
    lines = (text.decode(errors="replace") if isinstance(text, bytes) else text or "").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "")
