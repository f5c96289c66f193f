# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.scm_assistant_base.tests.common import create_quiet_user
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

CAUSE = "scm_assistant_base.scm_exception_cause_warehouse_misplaced"


@tagged("post_install", "-at_install")
class TestJourneyCount(HttpCase):
    """From the due counts to stock that is right, in the browser.

    The assistant counts a lamp, whose big difference is counted again, and a vase, which
    agrees; the manager approves the lamp's difference.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        # Else the plan would hold what other tests and data left due.
        cls.env["scm.count.class"].search([]).active = False
        category = cls.env["product.category"].create({"name": "Journey"})
        cls.env["scm.count.class"].create(
            {"name": "Journey", "category_id": category.id, "interval_days": 30}
        )
        cls.products = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "is_storable": True,
                    "standard_price": 20.0,
                    "categ_id": category.id,
                    "taxes_id": [Command.clear()],
                    "supplier_taxes_id": [Command.clear()],
                }
                for name in ("Journey Lamp", "Journey Vase")
            ]
        )
        for product in cls.products:
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.warehouse.lot_stock_id, 100
            )
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE stock_quant SET create_date = create_date - interval '60 days' "
            "WHERE product_id = ANY(%s)",
            (cls.products.ids,),
        )

    def _walk(self, language):
        suffix = "" if language == "en_US" else "_zh"
        for role in ("assistant", "manager"):
            create_quiet_user(
                self.env, f"journey_{role}", f"scm_assistant_base.group_scm_{role}", lang=language
            )
        self.env.company.scm_counter_id = self.env["res.users"].search(
            [("login", "=", "journey_assistant")]
        )
        self.start_tour("/odoo/scm-counts", f"scm_count{suffix}", login="journey_assistant")
        line = self.env["scm.count.line"].search([("product_id", "=", self.products[0].id)])
        self.assertRecordValues(line, [{"state": "review", "difference_qty": -40}])
        self.assertEqual(line.exception_id.state, "reported")
        line.cause_id = self.env.ref(CAUSE)
        before = self._read_accuracy()
        self.start_tour(
            "/odoo/scm-workbench", f"scm_count_approve{suffix}", login="journey_manager"
        )
        self._check_records(line, before)

    def _read_accuracy(self):
        groups = self.env["scm.count.report"]._read_group(
            [("product_id", "in", self.products.ids)], [], ["hit_rate:avg"]
        )
        return groups[0][0]

    def _check_records(self, line, before):
        self.assertEqual(line.state, "done")
        stock = {product: product.qty_available for product in self.products}
        self.assertEqual(stock, dict(zip(self.products, (60, 100), strict=True)))
        self.assertEqual((before, self._read_accuracy()), (100, 50))
        self.assertEqual(line.exception_id.state, "resolved")
        self.assertEqual(line.session_id.state, "done")

    def test_assistant_counts_and_manager_approves(self):
        self._walk("en_US")

    def test_assistant_counts_and_manager_approves_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self._walk("zh_TW")
