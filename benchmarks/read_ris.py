"""Time the reading of RIS: `python benchmarks/read_ris.py 100000`.

Writes that many invented records into a temporary file, reads it in a separate process, and prints CPU
seconds and the highest memory of that process. If rispy is installed, both read a file of 5,000 such records,
and the script prints the ratio.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SYLLABLES = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "xo", "zu"]
BESIDE = 5_000
CIREVIEW = "from cireview.formats import read_export; n = len(read_export(path, source='Invented').records)"
RISPY = "import rispy; n = len(rispy.load(open(path, encoding='utf-8')))"
MEASURE = """
import resource, sys, time
path = sys.argv[1]
{imports}
start = time.process_time()
{body}
spent = time.process_time() - start
print(n, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
"""


def invent_records(number: int, seed: int) -> Iterator[str]:
    """Yield RIS records of the size that databases export: about 1.2 KB, an abstract of 110 words."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(20_000)]

    def text(length: int) -> str:
        return " ".join(draw.choices(words, k=length)).capitalize()

    for count in range(number):
        lines = ["TY  - JOUR", f"TI  - {text(12)}"]
        lines += [f"AU  - {text(1)}, {text(1)[:1]}." for _ in range(draw.randint(1, 6))]
        lines += [f"PY  - {draw.randint(1990, 2025)}", f"T2  - {text(3)}", f"VL  - {draw.randint(1, 90)}"]
        lines += [f"SP  - {count % 900}", f"EP  - {count % 900 + 9}", f"DO  - 10.5555/{count}"]
        lines += [
            f"AN  - {count:09d}",
            f"UR  - https://example.org/{count}",
            "SN  - 1234-5678",
            "LA  - English",
        ]
        lines += [f"KW  - {text(2)}" for _ in range(4)]
        lines += [f"AB  - {text(110)}.", "ER  - ", ""]
        yield "\n".join(lines) + "\n"


def measure(path: Path, body: str) -> tuple[int, float, float]:
    """Return records read, CPU seconds and peak memory in GB of a process that runs `body` on `path`."""
    imports = body.split(";")[0]
    script = MEASURE.format(imports=imports, body=body)
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    number, spent, memory = done.stdout.split()
    return int(number), float(spent), float(memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder, "large.ris"), Path(folder, "small.ris")
        with path.open("w", encoding="utf-8") as file:
            file.writelines(invent_records(asked.records, asked.seed))
        number, spent, memory = measure(path, CIREVIEW)
        size = path.stat().st_size / 1e6
        print(
            f"read_export: {number:,} records ({size:,.0f} MB) in {spent:.1f} CPU s, at most {memory:.2f} GB"
        )
        if importlib.util.find_spec("rispy"):
            with small.open("w", encoding="utf-8") as file:
                file.writelines(invent_records(BESIDE, asked.seed))
            ours, theirs = measure(small, CIREVIEW), measure(small, RISPY)
            print(
                f"{BESIDE:,} records: rispy {theirs[1]:.2f} CPU s, read_export {ours[1]:.2f} CPU s,", end=" "
            )
            print(f"ratio {theirs[1] / ours[1]:.1f}")


if __name__ == "__main__":
    main()
