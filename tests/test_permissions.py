# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Walk roles × models × operations against one readable table, permissions.csv.

A cell holds the letters of what the role may do: c(reate) r(ead) w(rite)
d(elete), or "-". A model of ours without a row, or a row without a model, fails.
"""

import csv
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user, tagged

TABLE = Path(__file__).with_name("permissions.csv")
OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}
ROLE_GROUPS = {
    "public": "base.group_public",
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "warehouse": "stock.group_stock_user",
    "purchaser": "purchase.group_purchase_user",
    "clerk": "scm_assistant_base.group_scm_clerk",
    "assistant": "scm_assistant_base.group_scm_assistant",
    "manager": "scm_assistant_base.group_scm_manager",
}


def read_table():
    """Return {model name: {role: set of letters}} as the table says it."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return {
            row.pop("model"): {role: set(cell) - {"-"} for role, cell in row.items()}
            for row in csv.DictReader(handle)
        }


@tagged("post_install", "-at_install")
class TestPermissions(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expected = read_table()
        cls.users = {
            role: new_test_user(cls.env, f"matrix_{role}", group)
            for role, group in ROLE_GROUPS.items()
            if cls.env.ref(group, raise_if_not_found=False)
        }

    def _get_our_models(self):
        """Return the names of the concrete models that an addon of ours defines."""
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.model"), ("module", "=like", "scm\\_assistant\\_%")]
        )
        names = self.env["ir.model"].browse(data.mapped("res_id")).exists()
        return {
            name
            for name in names.mapped("model")
            if name.startswith("scm.") and not self.env[name]._abstract
        }

    def test_every_model_of_ours_has_a_row_in_the_table(self):
        self.assertEqual(self._get_our_models(), set(self.expected))

    def test_every_role_may_do_what_the_table_says_and_no_more(self):
        differences = []
        for model, roles in self.expected.items():
            for role, letters in roles.items():
                user = self.users[role]
                allowed = {
                    letter
                    for letter, operation in OPERATIONS.items()
                    if self.env[model].with_user(user).has_access(operation)
                }
                if allowed != letters:
                    differences.append(
                        f"{model}, {role}: table {''.join(sorted(letters)) or '-'}, "
                        f"database {''.join(sorted(allowed)) or '-'}"
                    )
        self.assertFalse(differences, "\n" + "\n".join(differences))

    def test_every_model_with_a_company_has_a_company_rule(self):
        rules = self.env["ir.rule"].search([])
        ruled = {
            rule.model_id.model
            for rule in rules
            if not rule.groups and "company" in (rule.domain_force or "")
        }
        missing = {
            model
            for model in self._get_our_models()
            if {"company_id", "company_ids"} & set(self.env[model]._fields)
            and not self.env[model]._transient
        } - ruled
        self.assertFalse(missing)
