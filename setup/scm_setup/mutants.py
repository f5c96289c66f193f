"""./setup/dev mutants: how many small changes of the arithmetic the pure tests notice.

Each mutant is one file of an addon's ``tools/`` with one operator, comparison or constant
changed. It is noticed when a test of ``tests/pure`` fails, or does not come to an end. The
survivors are printed: a value worked out by hand, a limit or a symmetry is missing there,
or the change changes nothing (those are listed, with why, in ``EQUIVALENT``).

Not changed are annotations, decorators (whether a dataclass is frozen or has slots is no
arithmetic), texts, and constants that are no numbers.
"""

import argparse
import ast
import contextlib
import gc
import importlib
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from .paths import ADDONS, REPOSITORY
from .progress import SetupError, say

PURE = REPOSITORY / "tests" / "pure"
EQUIVALENT = PURE / "equivalent_mutants.txt"
# Where the tests find the tools; read by tests/pure/conftest.py.
ROOT_VARIABLE = "SCM_TOOLS_ROOT"
PREFIX = "scm_assistant_"
DEFAULT_SAMPLE = 100
# After how long a run of the tests does not come to an end: of work, and on the clock; and
# how much memory it may ask for. All tests of an addon take one or two seconds.
WORK_SECONDS = 20
SECONDS = 300
MEMORY = 4 * 2**30
OPTIONS = ["-x", "-q", "-p", "no:odoo", "-p", "no:cacheprovider"]
# That plugin collects garbage five times a run, which takes longer than most tests.
OPTIONS += ["-p", "no:unraisableexception"]

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
SIGNS = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not "}
NAMES = {"minimum": "maximum", "maximum": "minimum", "min": "max", "max": "min"}
NAMES |= {"floor": "ceil", "ceil": "floor", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change: ``new`` instead of the source between two offsets of a file.

    ``number`` tells it from those before that change the same on a line that reads the same.
    """

    path: Path
    line: int
    begin: int
    end: int
    old: str
    new: str
    number: int = 1

    def apply(self, source):
        return source[: self.begin] + self.new + source[self.end :]

    def describe(self, source):
        """Return the changed line, as the list of equivalent mutants names it."""
        first = source.rfind("\n", 0, self.begin) + 1
        last = source.find("\n", self.end)
        line = source[first : last if last >= 0 else None]
        changed = line[: self.begin - first] + f"[{self.old} → {self.new}]"
        changed += line[self.end - first :]
        again = f" (#{self.number})" if self.number > 1 else ""
        place = Path(*self.path.parts[-3:])
        return f"{place}: {' '.join(changed.split())}{again}"


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
        # The sign alone: a bracket may stand between it and what it is for.
        begin, sign = self._offset(node), SIGNS[type(node.op)]
        self._add(node.lineno, begin, begin + len(sign), "")
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
        if isinstance(node.func, ast.Name):
            self._rename(node.func, node.func.id)
        # Of an array or of numpy; ``np.maximum.accumulate`` is no call of ``maximum``.
        elif isinstance(node.func, ast.Attribute) and not _is_numpy(node.func):
            self._rename(node.func, node.func.attr)
        self.generic_visit(node)

    def visit_Attribute(self, node):
        if _is_numpy(node):
            self._rename(node, node.attr)
        self.generic_visit(node)

    def visit_JoinedStr(self, node):
        # Texts hold no arithmetic.
        pass

    def visit_ClassDef(self, node):
        for part in node.body:
            self.visit(part)

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
        gap = re.sub(r"#.*", lambda comment: " " * len(comment[0]), gap)
        at = gap.find(swap[0])
        if at >= 0:
            self._add(left.end_lineno, begin + at, begin + at + len(swap[0]), swap[1])

    def _rename(self, node, name):
        if name in NAMES:
            end = self._offset(node, last=True)
            self._add(node.end_lineno, end - len(name), end, NAMES[name])

    def _add(self, line, begin, end, new):
        self.found.append(Mutant(self.path, line, begin, end, self.source[begin:end], new))

    def _offset(self, node, last=False):
        line = node.end_lineno if last else node.lineno
        column = node.end_col_offset if last else node.col_offset
        start = self.starts[line - 1]
        text = self.source[start : self.starts[line]]
        # ast counts bytes, we count characters.
        return start + len(text.encode()[:column].decode())


def _is_numpy(attribute):
    return isinstance(attribute.value, ast.Name) and attribute.value.id == "np"


def find_mutants(path, source):
    """Return the mutants of a file, in the order of its lines."""
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    seen, mutants = Counter(), []
    for mutant in sorted(finder.found, key=lambda one: (one.begin, one.end)):
        seen[mutant.describe(source)] += 1
        mutants.append(replace(mutant, number=seen[mutant.describe(source)]))
    return mutants


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
    # The changed line may hold the same sign; the reason does not.
    return dict(line.rsplit(" | ", 1) for line in lines)


def order_tests(mutant):
    """Return the test files of a mutant's addon in two parts: those that name its file first."""
    addon = mutant.path.parts[-3].removeprefix(PREFIX)
    name = re.compile(rf"\b{mutant.path.stem}\.")
    files = sorted((PURE / addon).glob("test_*.py"))
    uses = {path: len(name.findall(path.read_text())) for path in files}
    first = sorted(filter(uses.get, files), key=lambda path: -uses[path])
    return [first, [path for path in files if path not in first]]


class _Bench:
    """Runs the pure tests on changed copies of the tools, each in a process of its own."""

    def __init__(self, root):
        # Unchanged, with what Python compiles of them: only what is changed is read anew.
        self.root, self.begun = Path(root) / "unchanged", 0
        for tools in ADDONS.glob("*/tools"):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(tools, self.root / tools.relative_to(ADDONS), ignore=ignore)

    def check(self, addon):
        """Refuse an addon whose tests fail as it is: they would notice everything."""
        files = sorted((PURE / addon.removeprefix(PREFIX)).glob("test_*.py"))
        if os.waitpid(self._fork(self.root, [files]), 0)[1]:
            raise SetupError(f"The pure tests of {addon} fail on its unchanged tools.")

    def run(self, mutants, workers):
        """Yield (is noticed, mutant), with ``workers`` processes at work."""
        running, waiting = {}, list(reversed(mutants))
        while running or waiting:
            while waiting and len(running) < workers:
                mutant = waiting.pop()
                root = self._copy(mutant)
                running[self._fork(root, order_tests(mutant))] = root, mutant
            process, status = os.wait()
            root, mutant = running.pop(process)
            shutil.rmtree(root)
            yield status != 0, mutant

    def _copy(self, mutant):
        """Return a root of links to the unchanged tools, and the changed one."""
        self.begun += 1
        root = self.root.with_name(str(self.begun))
        changed = mutant.path.relative_to(ADDONS)
        for tools in self.root.glob("*/tools"):
            copy = root / tools.relative_to(self.root)
            copy.mkdir(parents=True)
            for path in tools.iterdir():
                if path.name != changed.name or copy.parent.name != changed.parts[0]:
                    (copy / path.name).symlink_to(path)
        (root / changed).write_text(mutant.apply((self.root / changed).read_text()))
        # Never as old as the unchanged one, or what was compiled of that would be taken.
        os.utime(root / changed, (1, 1))
        return root

    def _fork(self, root, parts):
        process = os.fork()
        if not process:
            sys.dont_write_bytecode = root != self.root
            _run_tests(root, parts)
        return process


def _run_tests(root, parts):
    """Run the test files, part by part, on the tools under ``root``; never return."""
    os.environ[ROOT_VARIABLE] = str(root)
    # What does not come to an end is ended, and that is noticed.
    resource.setrlimit(resource.RLIMIT_CPU, (WORK_SECONDS, WORK_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.alarm(SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    status = 1
    try:
        import pytest

        runs = (pytest.main([*OPTIONS, *map(str, part)]) for part in parts if part)
        status = int(any(runs))
    finally:
        os._exit(status)


def measure(addon, mutants, workers):
    """Print how many of ``mutants`` are noticed, and return the survivors."""
    equivalent = read_equivalent()
    sources = {mutant.path: mutant.path.read_text() for mutant in mutants}
    counted = [one for one in mutants if one.describe(sources[one.path]) not in equivalent]
    with tempfile.TemporaryDirectory(prefix="scm-mutants-") as root:
        bench = _Bench(root)
        bench.check(addon)
        survivors = []
        for is_noticed, mutant in bench.run(counted, workers):
            if not is_noticed:
                say(f"  line {mutant.line:>3}  {mutant.describe(sources[mutant.path])}")
                survivors.append(mutant)
    noticed = len(counted) - len(survivors)
    share = 100 * noticed / len(counted) if counted else 100
    skipped = len(mutants) - len(counted)
    say(
        f"{addon}: {noticed} of {len(counted)} changes noticed ({share:.0f} %)"
        + (f", {skipped} more change nothing" if skipped else "")
    )
    return survivors


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


def _load_libraries():
    """Load once what tools and tests import, so that each mutant's process begins with it."""
    # Processes are forked, and are as many as there are processors: no threads beside.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import pytest  # noqa: F401

    names = set()
    for path in (*ADDONS.glob("*/tools/*.py"), *PURE.glob("*/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module)
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
    for name in names:
        if not name.split(".")[0].endswith("_tools"):
            # What is no module of its own, or is not there, is for the tests to miss.
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    gc.freeze()


def main(arguments):
    options = parse(arguments)
    chosen = choose(options)
    if not chosen:
        raise SetupError(f"Nothing to change in {options.path}.")
    _load_libraries()
    for addon, mutants in chosen.items():
        measure(addon, mutants, options.workers)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
