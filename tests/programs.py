"""Programs that some tests need: whether they do here what the tests ask, tried once on a small file."""

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

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


def play(page, target, script):
    """Open a copy of a page, in the file `target`, that does what `script` says; return what it `tell`s.

    `script` is the body of an async function; the page's own policy would not let it run.
    """
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    told = "const tell = (it) => { const e = document.createElement('pre'); e.id = 'told'; "
    told += "e.textContent = encodeURIComponent(JSON.stringify(it)); document.body.append(e); };"
    wait = "const wait = (ms) => new Promise((go) => setTimeout(go, ms));"
    act = f"(async () => {{ {script} }})().catch((e) => tell(String(e)))"
    run = f"<script>{told}{wait}addEventListener('load', () => {act});</script></body>"
    target.write_text(text.replace("</body>", run), encoding="utf-8")
    found = re.search('<pre id="told">([^<]*)</pre>', show("--dump-dom", target.as_uri()))
    return json.loads(unquote(found[1])) if found else None


def find_axe():
    """Return the script of axe-core that a package brings, or nothing."""
    found = importlib.util.find_spec("axe_core_python")
    return Path(found.origin).with_name("axe.min.js") if found else None


_AUDIT = """
const found = await axe.run(document, {resultTypes: ["violations"]});
const bad = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
tell(bad.flatMap((one) => one.nodes.map((node) => one.id + ": " + node.html.slice(0, 200))));
"""


def list_barriers(page, target, before=""):
    """Return what axe-core finds serious or critical in a page after the script `before`."""
    axe = find_axe().read_text(encoding="utf-8").replace("</script", "<\\/script")
    return play(page, target, f"{before}\n{axe}\n{_AUDIT}")


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
