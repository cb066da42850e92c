"""Change single places of the core, and count the changes that its tests notice.

    python benchmarks/mutation.py --sample 25 --seed 1 [MODULE …]

Prints how many changes the tests of each module notice, and lists the changes that no test noticed. We do not
use mutmut 3 or cosmic-ray: for every change both run the whole suite, or one test command, and copy or edit
the tree. Here each module has its own quick tests. They run in a forked process that has imported all but
cireview. So a change costs about a second, and the source is never touched.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = {
    "deduplication.cluster": ("deduplication/test_cluster.py", "deduplication/test_answers.py"),
    "labels.settle": ("labels/test_labels.py",),
    "prisma.counts": ("prisma",),
    "prisma.fates": ("prisma",),
    "prisma.table": ("prisma",),
    "stopping.rules": ("stopping/test_rules.py",),
    "stopping.samples": ("stopping/test_samples.py",),
    "stopping.rounds": ("stopping/test_rounds.py", "stopping/test_samples.py"),
    "stopping.assess": ("stopping/test_rules.py", "stopping/test_thresholds.py"),
    "stopping.draw": ("stopping/test_rounds.py", "stopping/test_samples.py"),
    "stopping.abstracts": ("stopping/test_rounds.py", "labels/test_labels.py", "labels/test_training.py"),
    "web.session": ("sources/test_session_guards.py", "sources/test_refusals.py", "sources/test_faults.py"),
    "tables.spreadsheets": ("tables", "labels/test_spreadsheets.py"),
}
FLIPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or,
    ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
SECONDS = 90  # a change that makes the tests hang is noticed


def changes_of(source: str) -> list[tuple[int, str, str]]:
    """Return line, words and changed source of every change."""
    count = sum(1 for _ in sites(ast.parse(source)))
    changed = []
    for number in range(count):
        tree = ast.parse(source)
        line, words, apply = list(sites(tree))[number]
        apply()
        changed.append((line, words, ast.unparse(ast.fix_missing_locations(tree))))
    return changed


def sites(tree: ast.AST) -> Iterator[tuple[int, str, object]]:
    """Yield line, words and the act of every change that can be made within functions."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inner = {id(child) for node in functions for child in ast.walk(node) if child is not node}
    # Annotations are never evaluated, and zip(strict=True) speaks only when lengths already are wrong.
    silent = [annotation for node in ast.walk(tree) for name in ("annotation", "returns")
              if isinstance(annotation := getattr(node, name, None), ast.AST)]  # fmt: skip
    silent += [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "strict"]
    left_out = {id(child) for node in silent for child in ast.walk(node)}
    for function in (node for node in functions if id(node) not in inner):
        for node in ast.walk(function):
            if id(node) not in left_out:
                yield from changes_at(node)


def changes_at(node: ast.AST) -> Iterator[tuple[int, str, object]]:
    line = getattr(node, "lineno", 0)
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            if type(operator) in FLIPS:
                flipped = FLIPS[type(operator)]
                words = f"{type(operator).__name__} -> {flipped.__name__}"
                yield line, words, lambda p=place, f=flipped: node.ops.__setitem__(p, f())
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in FLIPS:
        flipped = FLIPS[type(node.op)]
        words = f"{type(node.op).__name__} -> {flipped.__name__}"
        yield line, words, lambda f=flipped: setattr(node, "op", f())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield line, "drop the negation", lambda: setattr(node, "op", ast.UAdd())
    if isinstance(node, ast.Constant) and type(node.value) in (bool, int, float):
        other = not node.value if isinstance(node.value, bool) else node.value + 1
        yield line, f"{node.value} -> {other}", lambda o=other: setattr(node, "value", o)
    if isinstance(node, ast.IfExp | ast.If):
        yield line, "the condition holds", lambda: setattr(node, "test", ast.Constant(True))
    if isinstance(node, ast.Return) and node.value is not None:
        yield line, "return None", lambda: setattr(node, "value", ast.Constant(None))
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        for place, statement in enumerate(block if isinstance(block, list) else ()):
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                yield statement.lineno, "drop the call", lambda b=block, p=place: b.__setitem__(p, ast.Pass())


class Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives a changed source for one module, and leaves all others alone."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        """Answer for the changed module alone."""
        return importlib.util.spec_from_loader(name, self) if name == self.module else None

    def get_source(self, fullname: str) -> str:
        """Return the changed source."""
        return self.source


def is_noticed(module: str, source: str, tests: tuple[str, ...]) -> bool:
    """Run the tests on a changed module in a process of their own; tell whether one failed."""
    if not (child := os.fork()):
        null = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(null, stream)
        signal.alarm(SECONDS)
        sys.meta_path.insert(0, Changed(f"cireview.{module}", source))
        paths = [str(ROOT / "tests" / test) for test in tests]
        with contextlib.suppress(BaseException):
            os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-n", "0", *paths])) != 0)
        os._exit(1)
    return os.waitpid(child, 0)[1] != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", default=list(TESTS))
    parser.add_argument("--sample", type=int, default=25, help="changes of each module, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path.remove(str(ROOT / "benchmarks"))  # its modules have the names of folders of tests
    print(f"{'module':24}{'possible':>9}{'tried':>7}{'noticed':>9}")
    for module in given.modules:
        source = (ROOT / "src/cireview" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        if is_noticed(module, source, TESTS[module]):
            sys.exit(f"the tests of {module} fail without a change")
        possible = changes_of(source)
        tried = random.Random(given.seed).sample(possible, min(given.sample, len(possible)))
        missed = [(line, words) for line, words, text in tried if not is_noticed(module, text, TESTS[module])]
        print(f"{module:24}{len(possible):9}{len(tried):7}{len(tried) - len(missed):9}", flush=True)
        for line, words in sorted(missed):
            print(f"    line {line}: {words}")


if __name__ == "__main__":
    import matplotlib  # noqa: F401
    import openpyxl  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import pytest
    import scipy.stats  # noqa: F401

    main()
