# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which changes `./setup/dev mutants` makes, and what it takes for noticed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scm_setup import mutants

REPOSITORY = Path(__file__).resolve().parents[3]
FILE = Path("scm_assistant_fake/tools/stock.py")


def find(source):
    """Return what each mutant makes of the one line of ``source`` that it changes."""
    found = []
    for mutant in mutants.find_mutants(FILE, source):
        changed = mutant.apply(source)
        ast.parse(changed)
        lines = zip(source.splitlines(), changed.splitlines(), strict=True)
        (line,) = (new for old, new in lines if new != old)
        found.append(line.strip())
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a + b", ["a - b"]),
        ("a ** 2 // b", ["a * 2 // b", "a ** 3 // b", "a ** 2 / b"]),
        ("x = (a) - (b)", ["x = (a) + (b)"]),
        ("x = a & ~b", ["x = a | ~b", "x = a & b"]),
        # The sign alone goes, not the bracket behind it.
        ("x = -(a - b)", ["x = (a - b)", "x = -(a + b)"]),
        ("x = not a", ["x = a"]),
        ("x += 1.5", ["x -= 1.5", "x += 2.5"]),
        ("x = a < b <= c", ["x = a <= b <= c", "x = a < b < c"]),
        ("x = a not in b", ["x = a in b"]),
        ("x = a is not None", ["x = a is None"]),
        ("x = a and b", ["x = a or b"]),
        ("x = True", ["x = False"]),
        ("x = np.maximum(a, b)", ["x = np.minimum(a, b)"]),
        # Handed on or used in parts as well as called.
        ("x = np.minimum.at(a, b)", ["x = np.maximum.at(a, b)"]),
        ("x = f(np.floor)", ["x = f(np.ceil)"]),
        ("x = a.any(b) or all(c)", ["x = a.all(b) or all(c)", "x = a.any(b) and all(c)",
                                    "x = a.any(b) or any(c)"]),
        # A field of that name is no function.
        ("x = stocks.maximum", []),
        ("x = 'half' + f'{a + 1}'", ["x = 'half' - f'{a + 1}'"]),
        # Characters, not bytes.
        ("x = 'ß≤' + b", ["x = 'ß≤' - b"]),
    ],
)  # fmt: skip
def test_line_has_these_changes(source, expected):
    assert sorted(find(source)) == sorted(expected)


def test_neither_comment_nor_annotation_nor_decorator_is_changed():
    source = '''
"""Text: 1 + 1."""

@dataclass(frozen=True, slots=True)
class Stock:
    quantity: dict[1, 2] = 3

    @cache(4)
    def get(self, more: int = 5) -> list[6]:
        """Return 1 + 2."""
        return (self.quantity  # less - more + what
                + more)
'''
    found = find(source)
    assert found == [
        "quantity: dict[1, 2] = 4",
        "def get(self, more: int = 6) -> list[6]:",
        "- more)",
    ]


def test_same_change_of_a_line_that_stands_twice_has_a_number():
    source = "if a:\n    x = 1\nelse:\n    x = 1\n"
    described = [one.describe(source) for one in mutants.find_mutants(FILE, source)]
    assert described == [f"{FILE}: x = [1 → 2]", f"{FILE}: x = [1 → 2] (#2)"]


def test_every_change_of_the_tools_is_python():
    for path in mutants.ADDONS.glob("*/tools/*.py"):
        source = path.read_text(encoding="utf-8")
        for mutant in mutants.find_mutants(path, source):
            assert mutant.old != mutant.new
            ast.parse(mutant.apply(source))


def test_line_that_is_said_to_change_nothing_may_hold_a_bar(tmp_path, monkeypatch):
    path = tmp_path / "equivalent.txt"
    path.write_text("# head\n\nfile.py: x = a [| → &] b | c | nobody asks\n", encoding="utf-8")
    monkeypatch.setattr(mutants, "EQUIVALENT", path)
    assert mutants.read_equivalent() == {"file.py: x = a [| → &] b | c": "nobody asks"}


def test_every_change_that_is_said_to_change_nothing_is_still_made():
    # Where the line reads otherwise now, its reason is to be thought over again.
    made = {
        mutant.describe(source)
        for path in mutants.ADDONS.glob("*/tools/*.py")
        for source in [path.read_text(encoding="utf-8")]
        for mutant in mutants.find_mutants(path, source)
    }
    assert sorted(set(mutants.read_equivalent()) - made) == []
    assert all(mutants.read_equivalent().values())


TOOL = """
def get_share(part, whole):
    return part / whole if whole > 0 else 0


def count(number):
    while number > 0:
        number -= 1
    return number
"""
TESTS = """
import os, sys
sys.path.insert(0, os.environ.get("SCM_TOOLS_ROOT", "") + "/scm_assistant_fake/tools")
import stock

def test_share():
    assert stock.get_share(1, 4) == 0.25
    assert stock.get_share(1, 0) == 0

def test_count():
    assert stock.count(3) == 0
"""
SCRIPT = """
import sys
from pathlib import Path
from scm_setup import mutants
mutants.ADDONS, mutants.PURE = Path("addons").resolve(), Path("pure").resolve()
mutants.EQUIVALENT = Path("pure/equivalent.txt").resolve()
mutants.WORK_SECONDS = 1
sys.exit(mutants.main(["fake", "--all", "--workers", "2"]))
"""


def run(folder, tool=TOOL, equivalent=""):
    for name, text in (
        ("addons/scm_assistant_fake/__manifest__.py", ""),
        ("addons/scm_assistant_fake/tools/stock.py", tool),
        ("pure/fake/test_stock.py", TESTS),
        ("pure/equivalent.txt", equivalent),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", SCRIPT]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "setup")}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )


def test_survivors_are_told_and_what_never_ends_is_noticed(tmp_path):
    name = "scm_assistant_fake/tools/stock.py"
    equivalent = f"# head\n{name}: while number > [0 → 1]: | never asked for\n"
    done = run(tmp_path, equivalent=equivalent)
    assert done.returncode == 0, done.stderr
    # Of eight changes one is known to change nothing; a whole of 1 was never tried, so one
    # more survives. `number += 1` never ends.
    survivors = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if "line" in line]
    assert survivors == ["return part / whole if whole > [0 → 1] else 0"]
    assert "6 of 7 changes noticed (86 %), 1 more change nothing" in done.stdout


def test_tests_that_fail_anyway_notice_nothing(tmp_path):
    done = run(tmp_path, tool=TOOL.replace("part / whole", "whole / part"))
    assert done.returncode
    assert "fail on its unchanged tools" in done.stderr
