"""Build the wheel of this folder with the standard library alone (PEP 517, PEP 427)."""

import tomllib
import zipfile
from pathlib import Path


def build_wheel(folder, config_settings=None, metadata_directory=None):
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    name = f"{project['name'].replace('-', '_')}-{project['version']}"
    entries = (
        "\n".join([f"[{group}]", *(f"{one} = {value}" for one, value in names.items())])
        for group, names in project["entry-points"].items()
    )
    told = {
        "METADATA": f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "entry_points.txt": "\n\n".join(entries),
        "RECORD": "",
    }
    with zipfile.ZipFile(Path(folder) / f"{name}-py3-none-any.whl", "w") as wheel:
        for path in sorted(Path().glob("cireview_tiny/*.[pc][ys]*")):
            wheel.write(path)
        for file, text in told.items():
            wheel.writestr(f"{name}.dist-info/{file}", text)
    return f"{name}-py3-none-any.whl"
