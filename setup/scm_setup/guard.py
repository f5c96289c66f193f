"""A pytest plugin for ./setup/test: a run is green only for the right reason.

Loaded by `-p scm_setup.guard`. It fails the run when a test was skipped, when a test
that stands in the source was not collected, or when the server logged a WARNING or
ERROR that is not on the short list of reasoned exceptions.
"""

import ast
import inspect
import logging
import os
from pathlib import Path

import pytest

from .log_scan import is_allowed

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDERS = ("addons", "tests")
# Set by ./setup/test when the whole suite runs; a narrowed run collects less.
FAST = os.environ.get("SCM_TEST_FAST") == "1"
WHOLE = os.environ.get("SCM_TEST_WHOLE") == "1"


class LogCollector(logging.Handler):
    """Keeps what the server logs at WARNING and above during the tests."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if not is_allowed(line):
            self.lines.append(line)


class Guard:
    """What was collected, skipped and logged in this run."""

    def __init__(self):
        self.collected = set()
        self.skipped = []
        self.log = LogCollector()

    def pytest_sessionstart(self, session):
        logging.getLogger().addHandler(self.log)

    def pytest_collection_modifyitems(self, config, items):
        """Leave browser tests out of a fast run; else they would count as skipped."""
        if FAST:
            from odoo.tests import HttpCase

            items[:] = [item for item in items if not (item.cls and issubclass(item.cls, HttpCase))]

    def pytest_collection_finish(self, session):
        for item in session.items:
            name = getattr(item, "originalname", None) or item.name
            self.collected.update(find_homes(item, name))
        if missing := self.find_missing():
            # At once, not after all the others have run.
            pytest.exit("\n".join(["GUARD", *missing]), returncode=1)

    def pytest_runtest_logreport(self, report):
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report):
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session, exitstatus):
        problems = self.find_problems()
        if problems and not session.config.option.collectonly:
            reporter = session.config.pluginmanager.get_plugin("terminalreporter")
            for problem in problems:
                reporter.write_line(f"GUARD {problem}", red=True)
            session.exitstatus = session.exitstatus or 1

    def find_problems(self):
        problems = [f"skipped: {name}" for name in self.skipped]
        problems += [f"logged: {line}" for line in self.log.lines]
        return problems

    def find_missing(self):
        """Return which tests of the source this run would not see."""
        if not WHOLE:
            return []
        missing = sorted(set(find_tests()) - self.collected)
        return [
            *(
                f"not collected: {path.relative_to(REPOSITORY)} {owner} {name}"
                for path, owner, name in missing
            ),
            *(f"not imported: {path}" for path in find_unimported()),
        ]


def find_homes(item, name):
    """Yield (path, class or "", function) of where the test of a collected item stands.

    A test that classes inherit from one without tests of its own, as the checks of every
    page behind a link, stands there.
    """
    owner = getattr(item, "cls", None)
    if not owner:
        yield Path(item.path).resolve(), "", name
        return
    yield Path(item.path).resolve(), owner.__name__, name
    for parent in owner.__mro__:
        if name in vars(parent):
            yield Path(inspect.getfile(parent)).resolve(), parent.__name__, name


def find_tests():
    """Yield (path, class or "", function) of every test in the source."""
    for folder in FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            if "benchmarks" in path.parts:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in tree.body:
                if isinstance(node, ast.ClassDef):
                    yield from ((path, node.name, one.name) for one in node.body if is_test(one))
                elif is_test(node):
                    yield path, "", node.name


def is_test(node):
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def find_unimported():
    """Yield the test files of addons that Odoo's own runner would not see."""
    for path in sorted((REPOSITORY / "addons").glob("*/tests/test_*.py")):
        imports = (path.parent / "__init__.py").read_text(encoding="utf-8")
        if path.stem not in imports:
            yield path.relative_to(REPOSITORY)


def pytest_configure(config):
    config.pluginmanager.register(Guard(), "scm_guard_instance")
