# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.scm_assistant_base.tests.common import create_quiet_user
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestJourneyNegativeStock(HttpCase):
    """From a negative stock that a detector finds to its cause and solution."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Journey Company"})
        cls.detector = cls.env.ref("scm_assistant_inventory.scm_detector_negative_stock")
        cls.detector.company_ids = cls.company
        cls.cause = cls.env["scm.exception.cause"].create(
            {"name": "Journey Cause", "code": "journey"}
        )
        cls.keeper = cls._create_user("journey_keeper", "stock.group_stock_user")
        cls.detector.category_id = cls.env["scm.exception.category"].create(
            {
                "name": "Journey Category",
                "code": "journey",
                "team_ids": [
                    (0, 0, {"name": "Journey Warehouse", "user_id": cls.keeper.id}),
                ],
            }
        )
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.product = cls.env["product.product"].create({"name": "Lamp", "is_storable": True})
        cls.env["stock.quant"]._update_available_quantity(cls.product, warehouse.lot_stock_id, -3)

    @classmethod
    def _create_user(cls, login, group, lang="en_US"):
        return create_quiet_user(
            cls.env,
            login,
            group,
            lang=lang,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def _walk(self, tour, lang):
        self.company.partner_id.lang = lang
        manager = self._create_user("journey_manager", "scm_assistant_base.group_scm_manager", lang)
        self.start_tour("/odoo/scm-detectors", tour, login="journey_manager")
        case = self.env["scm.exception"].search([("detector_id", "=", self.detector.id)])
        self.assertRecordValues(
            case,
            [
                {
                    "state": "resolved",
                    "cause_id": self.cause.id,
                    "product_id": self.product.id,
                    "occurrence_count": 2,
                }
            ],
        )
        self.assertEqual(case.request_ids.user_id, self.keeper)
        told = case.with_context(active_test=False).activity_ids
        self.assertEqual(told.user_id, manager + self.keeper)

    def test_manager_solves_a_negative_stock(self):
        self._walk("scm_negative_stock", "en_US")

    def test_manager_solves_a_negative_stock_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self._walk("scm_negative_stock_zh", "zh_TW")
