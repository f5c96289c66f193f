# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.scm_assistant_base.tests.common import create_quiet_user
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestJourneyExcessToTransfer(HttpCase):
    """100 crates lie in one warehouse, which keeps 60; in the other two are left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.company
        company.scm_suggestion_limit = 100
        cls.source = cls.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        cls.receiver = cls.env["stock.warehouse"].create(
            {"name": "Journey Depot", "code": "JDP", "company_id": company.id}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Journey Crate", "is_storable": True, "standard_price": 5.0}
        )
        for warehouse, quantity, status in ((cls.source, 100, "excess"), (cls.receiver, 2, "out")):
            cls.env["stock.quant"]._update_available_quantity(
                cls.product, warehouse.lot_stock_id, quantity
            )
            cls.env["scm.stock.position"].create(
                {
                    "company_id": company.id,
                    "warehouse_id": warehouse.id,
                    "product_id": cls.product.id,
                    "status": status,
                    "safety_qty": 10,
                    "reorder_qty": 30,
                    "maximum_qty": 60,
                    "on_hand_qty": quantity,
                    "usable_qty": quantity,
                    "free_qty": quantity,
                    "forecast_qty": quantity,
                    "projected_qty": quantity,
                    "lowest_qty": quantity,
                }
            )
        cls.env.flush_all()
        cls.env["scm.stock.suggester"]._generate(company)

    def _walk(self, tour, language):
        for role in ("assistant", "manager"):
            group = f"scm_assistant_base.group_scm_{role}"
            create_quiet_user(self.env, f"journey_{role}", group, lang=language)
        self.start_tour("/odoo/scm-workbench", tour, login="journey_assistant")
        self.start_tour(
            "/odoo/scm-workbench", "scm_excess_to_transfer_approve", login="journey_manager"
        )
        suggestion = self.env["scm.stock.suggestion"].search(
            [("product_id", "=", self.product.id), ("kind", "=", "transfer")]
        )
        self.assertRecordValues(suggestion, [{"approval_state": "applied", "quantity": 36}])
        self.assertEqual(suggestion.move_ids.mapped("product_qty"), [36, 36])
        self.assertEqual(
            suggestion.move_ids.picking_id.picking_type_id,
            self.source.out_type_id | self.receiver.in_type_id,
        )

    def test_transfer_is_handed_in_approved_and_on_its_way(self):
        self._walk("scm_excess_to_transfer", "en_US")

    def test_transfer_is_handed_in_approved_and_on_its_way_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self._walk("scm_excess_to_transfer_zh", "zh_TW")
