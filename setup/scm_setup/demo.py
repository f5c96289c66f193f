"""./setup/demo: from nothing to Odoo serving the demo company."""

import argparse
import os
import re

from .base import Base, get_addon_names, get_addons_hash
from .odoo_server import find_port
from .paths import REPOSITORY, get_instance
from .progress import SetupError, say, step

LOGINS = (
    ("assistant", "SCM assistant: the daily work"),
    ("manager", "SCM manager: approves, configures, reads reports"),
    ("clerk", "delivery clerk"),
    ("warehouse", "warehouse worker"),
    ("purchaser", "purchaser"),
    ("salesperson", "salesperson"),
    ("customer", "customer, in the portal"),
    ("supplier", "supplier, in the portal"),
)
SET_LANGUAGE = """
users = env['res.users'].search([('login', 'in', %(logins)r)])
users.partner_id.lang = %(language)r
env.cr.commit()
"""


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./setup/demo",
        description="Serve Odoo 19 with a demo company that works with SCM Assistant. "
        "The first run takes five to seven minutes, later ones start in seconds.",
    )
    parser.add_argument("--port", type=int, help="default: the first free one from 8069")
    parser.add_argument("--language", choices=("zh_TW", "en_US"), help="of the demo users")
    parser.add_argument("--database", default="scm_demo", help="default: %(default)s")
    parser.add_argument("--fresh", action="store_true", help="throw the database away first")
    parser.add_argument("--stop-after-init", action="store_true", help="build, but don't serve")
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", options.database):
        raise SetupError("A database name is made of small letters, digits and underscores.")
    return options


class Demo:
    """One demo database and the note of what it was built from."""

    def __init__(self, base, name):
        self.base = base
        self.name = name
        self.built_from = get_instance() / "run" / f"{name}.addons"

    def ensure(self, fresh):
        """Build the database, bring it up to date, or find that it is."""
        databases = self.base.databases
        exists = self.name in databases.list_names()
        if fresh and exists:
            self.built_from.unlink(missing_ok=True)
            databases.drop(self.name)
            exists = False
        current = get_addons_hash()
        known = self.built_from.read_text() if self.built_from.is_file() else ""
        if exists and known == current:
            return
        # Noted only after the work is done: a killed update is done again.
        self.built_from.unlink(missing_ok=True)
        if exists:
            self._update()
        else:
            self._build()
        self.built_from.write_text(current)

    def _build(self):
        template = self.base.template
        building = f"{self.name}_building"
        modules = ",".join(get_addon_names())
        with step("Demo company with half a year of history", "about 1 min, once"):
            self.base.databases.copy(template, building)
            self._run_odoo("-d", building, "-i", modules)
            self.base.databases.rename(building, self.name)

    def _update(self):
        with step("Addons changed: update of the database", "about 30 s"):
            modules = ",".join(get_addon_names())
            self._run_odoo("-d", self.name, "-i", modules, "-u", modules)

    def _run_odoo(self, *arguments):
        options = ("--with-demo", "--stop-after-init", "--no-http", "--log-level", "warn")
        self.base.odoo.run(*arguments, *options, log=f"demo-{self.name}")

    def set_language(self, language):
        code = SET_LANGUAGE % {"logins": [name for name, _what in LOGINS], "language": language}
        arguments = ("shell", "-d", self.name, "--no-http", "--log-level", "error")
        with step("Language of the demo users"):
            self.base.odoo.run(*arguments, log="demo-language", text=code)


def print_accounts(port):
    say(f"\nSCM Assistant runs at http://127.0.0.1:{port}/odoo")
    say("Log in with one of these names; the password is the same word.")
    for login, what in LOGINS:
        say(f"  {login:<12} {what}")
    say("Stop it with Ctrl-C.\n")


def main(arguments):
    options = parse(arguments)
    port = None if options.stop_after_init else find_port(options.port)
    os.chdir(REPOSITORY)
    base = Base()
    demo = Demo(base, options.database)
    demo.ensure(options.fresh)
    if options.language:
        demo.set_language(options.language)
    if options.stop_after_init:
        say(f"Ready: database {options.database}. ./setup/demo serves it.")
        return 0
    print_accounts(port)
    return base.odoo.serve(options.database, port)
