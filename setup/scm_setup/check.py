"""./setup/test: everything that must hold, the quick checks first."""

import argparse
import os
import subprocess
import time

from . import lifecycle, lint, log_scan, system, translations
from .base import Base, get_addon_names
from .paths import ADDONS, REPOSITORY
from .progress import SetupError, say, step

DATABASE = "scm_test"
PURE = "tests/pure"


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./setup/test",
        description="Run the linters and every test on real Odoo, PostgreSQL and Chromium; "
        "about twenty-five minutes, or what ADDON, --fast and pytest's own options narrow it to.",
    )
    parser.add_argument("addon", nargs="?", help="an addon, such as inventory, or a test file")
    parser.add_argument("--fast", action="store_true", help="without browser and linters")
    return parser.parse_known_args(arguments)


def find_paths(addon):
    """Return what pytest is to run for the argument ``addon``."""
    if addon is None:
        return []
    if os.path.exists(REPOSITORY / addon.split("::")[0]):
        return [addon]
    return [str(ADDONS.relative_to(REPOSITORY) / name / "tests") for name in get_addon_names(addon)]


def build_database(base):
    """Install our addons in a copy of the template; nothing may be logged."""
    addons = get_addon_names()
    base.databases.copy(base.template, DATABASE)
    with step("Installation of the addons", "about 1 min"):
        log = base.odoo.run(
            "-d", DATABASE, "-i", ",".join(addons), "--with-demo", "--stop-after-init",
            "--no-http", "--log-level", "warn", log="test-install",
        )  # fmt: skip
    log_scan.check(log)
    base.databases.check_installed(DATABASE, addons)


def run_pytest(base, arguments, browser, whole, database=True):
    """Run pytest and return its exit status; its last line is the summary."""
    command = [str(base.python), "-m", "pytest", "-p", "scm_setup.guard"]
    if database:
        command += [f"--odoo-database={DATABASE}", "--odoo-log-level=warn"]
        command += ["--odoo-http"] if browser else []
    else:
        command += ["-p", "no:odoo"]
    environment = {
        **os.environ,
        **base.odoo.environment,
        "PYTHONPATH": str(REPOSITORY / "setup"),
        "SCM_TEST_WHOLE": "1" if whole else "0",
        "SCM_TEST_FAST": "0" if browser or not database else "1",
    }
    say(f"→ pytest {' '.join(arguments)}")
    return subprocess.run(
        [*command, *arguments], cwd=REPOSITORY, env=environment, check=False
    ).returncode


def main(arguments):
    started = time.monotonic()
    options, rest = parse(arguments)
    # First of all, so that a mistyped name is told at once.
    paths = find_paths(options.addon)
    whole = not (options.addon or rest or options.fast)
    if whole:
        system.ensure(system.FOR_TESTS, "the tests")
    elif not options.fast:
        system.ensure({"chromium": system.FOR_TESTS["chromium"]}, "browser tests")
    base = Base()
    if whole:
        lint.run_all()
        if run_pytest(base, [PURE], browser=False, whole=False, database=False):
            raise SetupError("Tests of the pure functions failed.")
    build_database(base)
    if whole:
        translations.check(base, DATABASE, get_addon_names())
        lifecycle.check(base)
    browser = not options.fast
    say(f"Before the tests: {time.monotonic() - started:.0f} s")
    # Nothing after this: the summary of pytest closes the output.
    return run_pytest(base, [*paths, *rest], browser, whole)
