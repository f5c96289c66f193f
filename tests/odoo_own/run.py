#!/usr/bin/env python3
# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run Odoo's own tests of the modules that we extend, with our addons installed.

    python3 tests/odoo_own/run.py                    all modules, about half an hour
    python3 tests/odoo_own/run.py stock purchase     these
    python3 tests/odoo_own/run.py --without …        on a database without our addons

A test that fails without our addons as well is listed in known_failures.txt, found by
``--without``; any other failure is ours. Browser tests of Odoo's are left out: they walk
Odoo's own demo company, and ours adds menus and columns.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "setup"))

from scm_setup.base import Base, get_addon_names  # noqa: E402
from scm_setup.progress import SetupError, say, step  # noqa: E402

KNOWN = Path(__file__).with_name("known_failures.txt")
MODULES = ("stock", "stock_account", "purchase", "purchase_stock", "purchase_requisition")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?: - .*)?$", re.M)


def read_known():
    lines = KNOWN.read_text().splitlines() if KNOWN.is_file() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def build(base, with_ours):
    """Return the name of a database with or without our addons, its log left unread."""
    name = "scm_odoo_own" if with_ours else "scm_odoo_own_without"
    base.databases.copy(base.template, name)
    if with_ours:
        with step("Installation of the addons", "about 1 min"):
            base.odoo.run(
                "-d", name, "-i", ",".join(get_addon_names()), "--stop-after-init",
                "--no-http", "--log-level", "warn", log="odoo-own",
            )  # fmt: skip
    return name


def find_tests(base, module):
    """Return the folder of Odoo's tests of a module."""
    odoo = subprocess.run(
        [base.python, "-c", "import odoo, os; print(list(odoo.__path__)[0])"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    folder = Path(odoo) / "addons" / module / "tests"
    if not folder.is_dir():
        raise SetupError(f"There are no tests of {module} in {folder}.")
    return folder


def run_module(base, database, module):
    """Return (names of the failed tests, the summary) of a module's tests."""
    folder = find_tests(base, module)
    command = [
        base.python, "-m", "pytest", f"--odoo-database={database}", "--odoo-log-level=critical",
        "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider", f"--rootdir={folder}", folder,
    ]  # fmt: skip
    environment = {**os.environ, **base.odoo.environment}
    done = subprocess.run(
        [str(word) for word in command], env=environment, capture_output=True, text=True,
        check=False, cwd=folder,
    )  # fmt: skip
    failed = {f"{module}: {name.rpartition('tests/')[2]}" for name in FAILED.findall(done.stdout)}
    lines = done.stdout.strip().splitlines() or [done.stderr[-2000:]]
    return failed, lines[-1]


def main(arguments):
    with_ours = "--without" not in arguments
    modules = [name for name in arguments if not name.startswith("-")] or MODULES
    base = Base()
    database = build(base, with_ours)
    known, new = read_known(), set()
    for module in modules:
        started = time.monotonic()
        failed, summary = run_module(base, database, module)
        say(f"{module}: {summary} ({time.monotonic() - started:.0f} s)")
        for name in sorted(failed):
            say(f"  {'known' if name in known else 'NEW'}  {name}")
        new |= failed - known
    say(f"{len(new)} failed that do not fail without our addons." if with_ours else "")
    return 1 if new and with_ours else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
