# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.scm_assistant_inventory.tests.test_scm_stock_suggester import ScmSuggesterCommon
from odoo.exceptions import UserError
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestSupplierBlockPort(ScmSuggesterCommon):
    """A suggestion hears of the vendor's status, also where the price names a contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"scm_suggestion_limit": 10000, "scm_supplier_policy": "block"})
        cls.contact = cls.env["res.partner"].create(
            {"name": "Sales Office", "parent_id": cls.vendor.id}
        )
        cls.product.seller_ids.partner_id = cls.contact
        cls.vendor._scm_set_supplier_state("suspended", "Late three times")
        cls._create_position(cls.warehouse, 5)

    def _suggest(self):
        buy = self._generate().filtered(lambda one: one.kind == "buy")
        self.assertEqual(buy.vendor_id, self.contact)
        return buy.with_user(self.assistant)

    def test_suggestion_for_a_contact_of_a_suspended_supplier_is_refused(self):
        buy = self._suggest()
        self.assertIn("Late three times", buy.vendor_warning)
        with self.assertRaisesRegex(UserError, "Late three times"):
            buy.action_submit()

    def test_suggestion_for_such_a_contact_is_warned_of_where_the_company_only_warns(self):
        self.company.scm_supplier_policy = "warn"
        buy = self._suggest()
        self.assertIn("Late three times", buy.vendor_warning)
        buy.action_submit()
        self.assertEqual(buy.approval_state, "applied")
