"""./setup/dev: the fast loop of those who work on the addons."""

import argparse
import os

from . import lifecycle, lint, pictures, translations
from .base import Base, get_addon_names
from .paths import REPOSITORY, get_instance
from .progress import step

QUIET = ("--stop-after-init", "--no-http", "--log-level", "warn")


COMMANDS = {
    "db": "NAME [ADDON ...]: copy the template database (a second), install our addons",
    "update": "NAME [ADDON ...]: install or update addons in a database",
    "test": "NAME ...: run pytest on a database; the rest goes to pytest",
    "odoo": "...: run Odoo with these arguments",
    "psql": "...: open psql",
    "i18n": "NAME [ADDON ...]: write the .pot and bring zh_TW.po up to date",
    "pictures": "[NAME [PICTURE ...]] [--to FOLDER]: take the pictures of the guide",
    "lint": "[--fix]: run the linters; --fix mends what can be mended",
    "mutants": "[ADDON|FILE] [--most N]: which small changes of tools/ the pure tests notice",
    "lifecycle": "install, update, uninstall, install again each addon and all together",
    "stop": "stop this checkout's PostgreSQL",
}


def parse(arguments):
    """Return (command, its arguments)."""
    lines = "\n".join(f"  {name:<9} {what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="./setup/dev",
        description=__doc__,
        epilog=f"commands:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    # What follows the command is that command's, options and all.
    return parser.parse_args(arguments[:1]).command, arguments[1:]


def command_db(base, rest):
    name, *addons = rest
    base.databases.copy(base.template, name)
    command_update(base, [name, *(addons or get_addon_names())])


def command_update(base, rest):
    name, *addons = rest
    addons = addons or get_addon_names()
    states = base.databases.get_module_states(name)
    known = ",".join(addon for addon in addons if states.get(addon) == "installed")
    new = ",".join(addon for addon in addons if states.get(addon) != "installed")
    options = [*(["-u", known] if known else []), *(["-i", new] if new else [])]
    with step(f"Update of {name}: {','.join(addons)}"):
        log = base.odoo.run("-d", name, *options, "--with-demo", *QUIET, log=f"dev-{name}")
    print(log.read_text(), end="")


def command_test(base, rest):
    name, *arguments = rest
    environment = {**os.environ, **base.odoo.environment}
    os.chdir(REPOSITORY)
    command = [str(base.python), "-m", "pytest", f"--odoo-database={name}", *arguments]
    os.execve(base.python, command, environment)


def command_odoo(base, rest):
    os.chdir(get_instance())
    command = [str(word) for word in base.odoo.get_command(*rest)]
    os.execve(base.python, command, {**os.environ, **base.odoo.environment})


def command_psql(base, rest):
    os.execvpe("psql", ["psql", *rest], {**os.environ, **base.odoo.environment})


def command_i18n(base, rest):
    name, *addons = rest
    translations.export(base, name, addons or get_addon_names())


def command_pictures(base, rest):
    pictures.take(base, rest)


def command_lint(base, rest):
    lint.run_all(fix="--fix" in rest)


def command_mutants(base, rest):
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "setup")}
    command = [str(base.python), "-m", "scm_setup.mutants", *rest]
    os.execve(base.python, command, environment)


def command_lifecycle(base, rest):
    lifecycle.check(base)


def command_stop(base, rest):
    base.server.stop()


def main(arguments):
    command, rest = parse(arguments)
    base = None if command == "lint" else Base()
    return globals()[f"command_{command}"](base, rest) or 0
