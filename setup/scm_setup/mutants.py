"""./setup/dev mutants: how many small changes of the arithmetic the pure tests notice.

Each mutant is one file of an addon's ``tools/`` with one operator, comparison or constant
changed. It is noticed when a test of ``tests/pure`` fails, or does not come to an end. The
survivors are printed: a value worked out by hand, a limit or a symmetry is missing there,
or the change changes nothing (those are listed, with why, in ``EQUIVALENT``).
"""

import argparse
import ast
import contextlib
import os
import random
import re
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .paths import ADDONS, REPOSITORY
from .progress import SetupError, say

PURE = REPOSITORY / "tests" / "pure"
EQUIVALENT = PURE / "equivalent_mutants.txt"
# Where the tests find the tools; read by tests/pure/conftest.py.
ROOT_VARIABLE = "SCM_TOOLS_ROOT"
PREFIX = "scm_assistant_"
DEFAULT_SAMPLE = 100
SECONDS = 60

OPERATORS = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
NAMES = {"minimum": "maximum", "maximum": "minimum", "min": "max", "max": "min"}
NAMES |= {"floor": "ceil", "ceil": "floor", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change: ``new`` instead of the source between two offsets of a file."""

    path: Path
    line: int
    begin: int
    end: int
    old: str
    new: str

    def apply(self, source):
        return source[: self.begin] + self.new + source[self.end :]

    def describe(self, source):
        """Return the changed line, as the list of equivalent mutants names it."""
        first = source.rfind("\n", 0, self.begin) + 1
        last = source.find("\n", self.end)
        line = source[first : last if last >= 0 else None]
        changed = line[: self.begin - first] + f"[{self.old} → {self.new}]"
        changed += line[self.end - first :]
        return f"{self.path.relative_to(ADDONS)}: {' '.join(changed.split())}"


class _Finder(ast.NodeVisitor):
    """Collects the mutants of one file."""

    def __init__(self, path, source):
        self.path, self.source, self.found = path, source, []
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def visit_BinOp(self, node):
        self._swap(node.left, node.right, OPERATORS.get(type(node.op)))
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if swap := OPERATORS.get(type(node.op)):
            self._swap(node.target, node.value, tuple(f"{sign}=" for sign in swap))
        self.generic_visit(node)

    def visit_Compare(self, node):
        for left, right, operator in zip(
            [node.left, *node.comparators], node.comparators, node.ops, strict=False
        ):
            self._swap(left, right, COMPARISONS.get(type(operator)))
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        swap = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._swap(left, right, swap)
        self.generic_visit(node)

    def visit_UnaryOp(self, node):
        begin, operand = self._offset(node), self._offset(node.operand)
        if not isinstance(node.op, ast.UAdd):
            self._add(node.lineno, begin, operand, "")
        self.generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, bool):
            new = str(not node.value)
        elif isinstance(node.value, int | float):
            new = repr(node.value + 1)
        else:
            return
        self._add(node.lineno, self._offset(node), self._offset(node, last=True), new)

    def visit_Call(self, node):
        function = node.func
        name = getattr(function, "attr", getattr(function, "id", None))
        if name in NAMES:
            end = self._offset(function, last=True)
            self._add(node.lineno, end - len(name), end, NAMES[name])
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        # Annotations and docstrings hold no arithmetic.
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body):
            self.visit(part)

    def visit_AnnAssign(self, node):
        if node.value:
            self.visit(node.value)

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def _swap(self, left, right, swap):
        if not swap:
            return
        begin = self._offset(left, last=True)
        gap = self.source[begin : self._offset(right)]
        # A comment or a bracket may stand between as well.
        at = gap.find(swap[0])
        if at >= 0:
            self._add(left.end_lineno, begin + at, begin + at + len(swap[0]), swap[1])

    def _add(self, line, begin, end, new):
        self.found.append(Mutant(self.path, line, begin, end, self.source[begin:end], new))

    def _offset(self, node, last=False):
        line = node.end_lineno if last else node.lineno
        column = node.end_col_offset if last else node.col_offset
        start = self.starts[line - 1]
        text = self.source[start : self.starts[line]]
        # ast counts bytes, we count characters.
        return start + len(text.encode()[:column].decode())


def find_mutants(path, source):
    """Return the mutants of a file, in the order of its lines."""
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda mutant: (mutant.begin, mutant.end))


def find_files(addon):
    """Return the files of an addon's tools that the pure tests can load; others need Odoo."""
    tests = (PURE / addon.removeprefix(PREFIX)).glob("*.py")
    loaded = set(re.findall(r"\w+", "".join(path.read_text() for path in tests)))
    files = sorted((ADDONS / addon / "tools").glob("*.py"))
    return [path for path in files if path.stem in loaded]


def read_equivalent():
    """Return {description of a mutant: why it changes nothing}."""
    if not EQUIVALENT.exists():
        return {}
    lines = [line for line in EQUIVALENT.read_text().splitlines() if line and line[0] != "#"]
    return dict(line.split(" | ", 1) for line in lines)


def is_noticed(mutant, source):
    """Run the pure tests of the mutant's addon on it, in a process of its own."""
    addon = mutant.path.relative_to(ADDONS).parts[0]
    with tempfile.TemporaryDirectory(prefix="scm-mutant-") as root:
        for tools in ADDONS.glob("*/tools"):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(tools, Path(root) / tools.relative_to(ADDONS), ignore=ignore)
        (Path(root) / mutant.path.relative_to(ADDONS)).write_text(mutant.apply(source))
        child = os.fork()
        if not child:
            _run_tests(root, PURE / addon.removeprefix(PREFIX))
        _pid, status = os.waitpid(child, 0)
    return status != 0


def _run_tests(root, folder):
    """Run the tests of ``folder`` on the tools under ``root``; never return."""
    os.environ[ROOT_VARIABLE] = root
    # What does not come to an end is ended, and that is noticed.
    signal.alarm(SECONDS)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        import pytest

        options = ["-x", "-q", "-p", "no:odoo", "-p", "no:cacheprovider"]
        os._exit(int(pytest.main([*options, str(folder)])))


def measure(addon, mutants, workers):
    """Return the survivors among ``mutants``, some at work at a time."""
    equivalent = read_equivalent()
    sources = {mutant.path: mutant.path.read_text() for mutant in mutants}
    counted = [one for one in mutants if one.describe(sources[one.path]) not in equivalent]
    survivors = []
    for noticed, mutant in _run_side_by_side(counted, sources, workers):
        if not noticed:
            survivors.append(mutant)
    noticed = len(counted) - len(survivors)
    share = 100 * noticed / len(counted) if counted else 100
    skipped = len(mutants) - len(counted)
    say(
        f"{addon}: {noticed} of {len(counted)} changes noticed ({share:.0f} %)"
        + (f", {skipped} more change nothing" if skipped else "")
    )
    for mutant in sorted(survivors, key=lambda one: (one.path, one.begin)):
        say(f"  line {mutant.line:>3}  {mutant.describe(sources[mutant.path])}")
    return survivors


def _run_side_by_side(mutants, sources, workers):
    """Yield (noticed, mutant), with ``workers`` processes at work."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        results = pool.map(lambda one: is_noticed(one, sources[one.path]), mutants)
        yield from zip(results, mutants, strict=True)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./setup/dev mutants", description=__doc__)
    parser.add_argument("path", nargs="?", help="an addon, or one file of its tools/")
    parser.add_argument("--most", type=int, default=DEFAULT_SAMPLE, help="mutants per addon")
    parser.add_argument("--all", action="store_true", help="every mutant there is")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    return parser.parse_args(arguments)


def choose(options):
    """Return {addon: mutants}, a sample where there are more than asked for."""
    chosen = {}
    for addon in sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py")):
        files = find_files(addon)
        if options.path and Path(options.path).suffix:
            files = [path for path in files if path == Path(options.path).resolve()]
        elif options.path and options.path not in (addon, addon.removeprefix(PREFIX)):
            continue
        mutants = [one for path in files for one in find_mutants(path, path.read_text())]
        if not options.all and len(mutants) > options.most:
            mutants = random.Random(options.seed).sample(mutants, options.most)
        if mutants:
            chosen[addon] = mutants
    return chosen


def main(arguments):
    options = parse(arguments)
    chosen = choose(options)
    if not chosen:
        raise SetupError(f"Nothing to change in {options.path}.")
    # Loaded once, so that each mutant's process begins with them.
    with contextlib.suppress(ImportError):
        __import__("hypothesis")
    for name in ("numpy", "pytest", "scipy.optimize", "scipy.stats"):
        __import__(name)
    for addon, mutants in chosen.items():
        measure(addon, mutants, options.workers)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
