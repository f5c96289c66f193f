# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def uninstall_hook(env):
    """Remove the cases before their categories and detectors, which they refer to.

    Their tables are dropped in the same uninstallation; in the wrong order, Odoo logs
    an error for each category.
    """
    env["scm.exception"].with_context(active_test=False).search([("id", "!=", 0)]).unlink()
