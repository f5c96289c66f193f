"""Install, update, uninstall and install again: each addon alone, and all together."""

import ast

from . import log_scan
from .base import get_addon_names
from .paths import ADDONS
from .progress import SetupError, step

DATABASE = "scm_lifecycle"
# Odoo tries to delete what an addon's demo data made and keeps what others refer to:
# users who wrote messages, products with movements. Records of our own that refer to each
# other are kept in this step as well; their tables go in the next one.
KEPT = (
    r"bad query: b'DELETE FROM \"(res_users|res_partner|res_company|resource_calendar"
    r"|product_product|product_template|product_category|stock_warehouse|scm_[a-z_]+)\""
)
UNINSTALL = """
modules = env['ir.module.module'].search([('name', 'in', %r), ('state', '=', 'installed')])
modules.button_immediate_uninstall()
env.cr.commit()
"""


def find_sets(addons):
    """Return the sets of our addons to walk: each alone with what it needs, and all."""
    needs = {
        name: set(ast.literal_eval((ADDONS / name / "__manifest__.py").read_text())["depends"])
        for name in addons
    }
    sets = []
    for chosen in [*([name] for name in addons), addons]:
        closure = set(chosen)
        while more := {need for name in closure for need in needs[name] & set(addons)} - closure:
            closure |= more
        # An addon that brings all the others stands for all together.
        if closure not in sets:
            sets.append(closure)
    return [sorted(closure) for closure in sets]


def check(base):
    """Walk the life of the addons on a database with data; nothing may be logged."""
    for chosen in find_sets(get_addon_names()):
        with step(f"Life of {', '.join(chosen)}", "about 2 min"):
            _live(base, chosen)
    base.databases.drop(DATABASE)


def _live(base, addons):
    base.databases.copy(base.template, DATABASE)
    modules = ",".join(addons)
    _run(base, "-i", modules)
    _run(base, "-u", modules)
    # All of ours, because one addon brings those that it needs.
    log = base.odoo.run(
        "shell", "-d", DATABASE, "--no-http", "--log-level", "warn",
        log="lifecycle-uninstall", text=UNINSTALL % (get_addon_names(),),
    )  # fmt: skip
    log_scan.check(log, KEPT)
    left = {
        name: state
        for name, state in base.databases.get_module_states(DATABASE).items()
        if name in get_addon_names() and state not in ("uninstalled", "uninstallable")
    }
    if left:
        raise SetupError(f"Not uninstalled: {left}")
    _run(base, "-i", modules)
    base.databases.check_installed(DATABASE, addons)


def _run(base, option, modules):
    log = base.odoo.run(
        "-d", DATABASE, option, modules, "--with-demo", "--stop-after-init",
        "--no-http", "--log-level", "warn", log="lifecycle",
    )  # fmt: skip
    log_scan.check(log)
