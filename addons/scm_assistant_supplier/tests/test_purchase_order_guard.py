# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from odoo.addons.scm_assistant_base.tests.test_scm_contract import ScmContractCommon
from odoo.exceptions import UserError
from odoo.tests import tagged


@freeze_time("2026-08-15 03:00:00")
@tagged("post_install", "-at_install")
class TestPurchaseOrderGuard(ScmContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.product.write({"supplier_taxes_id": [(5,)]})
        with freeze_time("2026-06-30"):
            cls.contract = cls._issue_and_sign(cls._create_contract())

    @classmethod
    def _create_order(cls, price=2.5, **values):
        line = {"product_id": cls.product.id, "product_qty": 10, "price_unit": price}
        return cls.env["purchase.order"].create(
            {"partner_id": cls.partner.id, "order_line": [(0, 0, line)], **values}
        )

    def test_order_within_the_contract_has_no_warning(self):
        order = self._create_order()
        self.assertFalse(order.scm_warning)
        order.with_user(self.assistant).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_supplier_who_never_had_a_contract_has_no_warning(self):
        other = self.env["res.partner"].create({"name": "Free Supplier"})
        self.assertFalse(self._create_order(partner_id=other.id).scm_warning)

    def test_order_after_the_end_is_warned_of_and_noted(self):
        with freeze_time("2027-07-05"):
            order = self._create_order()
            self.assertIn("no contract in force", order.scm_warning)
            order.with_user(self.assistant).button_confirm()
            self.assertEqual(order.state, "purchase")
            self.assertIn("no contract in force", order.message_ids[0].body)

    def test_order_after_the_end_is_stopped_where_the_company_says_so(self):
        self.company.scm_contract_policy = "block"
        with freeze_time("2027-07-05"):
            order = self._create_order()
            with self.assertRaisesRegex(UserError, "no contract in force"):
                order.with_user(self.assistant).button_confirm()
        self.assertEqual(order.state, "draft")

    def test_order_to_approve_is_stopped_by_what_came_up_meanwhile(self):
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 1})
        order = self._create_order()
        order.with_user(self.assistant).button_confirm()
        self.assertEqual(order.state, "to approve")
        self.partner._scm_set_supplier_state("suspended", "Late three times")
        order.invalidate_recordset(["scm_warning"])
        self.assertTrue(order.scm_warning)
        with self.assertRaisesRegex(UserError, "suspended"):
            order.button_approve()
        self.assertEqual(order.state, "to approve")

    def test_company_without_the_rule_hears_nothing(self):
        self.company.scm_contract_policy = "none"
        with freeze_time("2027-07-05"):
            self.assertFalse(self._create_order().scm_warning)

    def test_price_above_the_contract_is_pointed_out(self):
        self.assertIn("in the contract", self._create_order(price=3).scm_warning)
        self.assertFalse(self._create_order(price=2).scm_warning)

    def test_contract_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Other Buyer"})
        self.env.user.company_ids |= other
        order = self.env["purchase.order"].with_company(other)
        order = order.create({"partner_id": self.partner.id, "company_id": other.id})
        with freeze_time("2027-07-05"):
            self.assertFalse(order.scm_warning)

    def test_blanket_order_takes_prices_and_term_of_the_contract(self):
        self.env["scm.contract.line"].flush_model()
        agreement = self.contract._get_blanket_order()
        self.assertRecordValues(
            agreement,
            [{"date_start": date(2026, 7, 1), "date_end": date(2027, 6, 30)}],
        )
        self.assertEqual(agreement.line_ids.price_unit, 2.5)
        self.assertEqual(self.contract._get_blanket_order(), agreement)

    def test_blanket_order_price_ends_with_the_agreement(self):
        self.env["product.supplierinfo"].create(
            {
                "partner_id": self.partner.id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "delay": 21,
            }
        )
        agreement = self.contract._get_blanket_order()
        agreement.action_confirm()
        price = agreement.line_ids.supplier_info_ids
        self.assertRecordValues(
            price,
            [{"date_start": date(2026, 7, 1), "date_end": date(2027, 6, 30), "delay": 21}],
        )
        agreement.date_end = date(2026, 12, 31)
        self.assertEqual(price.date_end, date(2026, 12, 31))

    def test_order_past_the_end_of_its_agreement_is_warned_of(self):
        agreement = self.contract._get_blanket_order()
        agreement.action_confirm()
        agreement.date_end = date(2026, 8, 1)
        order = self._create_order(requisition_id=agreement.id)
        self.assertIn(agreement.name, order.scm_warning)
