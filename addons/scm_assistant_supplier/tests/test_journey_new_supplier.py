# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import ScmSupplierCommon


@tagged("post_install", "-at_install")
class TestJourneyNewSupplier(HttpCase, ScmSupplierCommon):
    """Prospect → checklist → approval → first RFQ; the suspended one is stopped (P2.1.1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.name = "Journey Prospect"
        cls.product.name = "Journey Bolt"
        cls.env["scm.supplier.check"].search([]).active = False
        cls.env["scm.supplier.check"].create({"name": "Journey Check", "sequence": 1})

    def _walk(self, language):
        self.env["res.lang"]._activate_lang(language)
        (self.assistant | self.manager).partner_id.lang = language
        self.start_tour(
            "/odoo/scm-new-suppliers", "scm_supplier_proposed", login="scm_test_assistant"
        )
        qualification = self.partner.scm_qualification_ids
        self.assertEqual(qualification.approval_state, "submitted")
        self.start_tour(
            f"/odoo/scm-new-suppliers/{qualification.id}",
            "scm_supplier_approved",
            login="scm_test_manager",
        )
        self.assertEqual(self.partner.scm_supplier_state, "approved")

    def test_prospect_becomes_a_supplier_with_a_first_request(self):
        self._walk("en_US")
        order = self.env["purchase.order"].search([("partner_id", "=", self.partner.id)])
        self.assertRecordValues(
            order.order_line, [{"product_id": self.product.id, "price_unit": 8}]
        )
        order.with_user(self.purchaser).button_confirm()
        self.assertEqual(order.state, "purchase")
        self.partner._scm_set_supplier_state("suspended", "Journey")
        with self.assertRaises(UserError):
            self._create_order(self.partner).with_user(self.purchaser).button_confirm()

    def test_prospect_becomes_a_supplier_in_chinese(self):
        self._walk("zh_TW")
