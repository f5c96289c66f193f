# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.misc import format_date

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmReportStock(ScmInventoryCommon):
    """The weekly stock report against hand-counted moves and the positions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["scm.report"].create(
            {
                "name": "Stock",
                "kind": "stock",
                "period_kind": "week",
                "company_id": cls.company.id,
                "lang": "en_US",
            }
        )
        cls.period = (cls._days_ago(7), cls._days_ago(1))

    def _build(self):
        report = self.report.with_user(self.assistant).with_context(lang="en_US")
        dataset = report._get_dataset(self.company, *self.period)
        return {table["name"]: table["rows"] for table in dataset["tables"]}

    def _get_flow(self, warehouse=None):
        name = (warehouse or self.warehouse).name
        return next(row for row in self._build()["flows"] if row["warehouse"] == name)

    def test_what_moved_in_the_period_is_told_by_kind_at_cost(self):
        self._receive(50, self._days_ago(7))
        self._deliver(20, self._days_ago(3))
        self._move(self.customer, self.stock, 2, self._days_ago(2))
        self._move(self.stock, self.supplier, 5, self._days_ago(1))
        flow = self._get_flow()
        self.assertEqual(
            (flow["received"], flow["issued"], flow["returned"], flow["sent_back"]),
            (400, 160, 16, 40),
        )
        self.assertEqual(flow["move_count"], 4)

    def test_moves_before_and_after_the_period_are_left_out(self):
        self._receive(50, self._days_ago(8))
        self._deliver(20, self._days_ago(0))
        self.assertEqual(self._get_flow()["move_count"], 0)

    def test_count_difference_is_no_receipt(self):
        self._receive(50, self._days_ago(5))
        loss = self._move(
            self.stock,
            self.product.property_stock_inventory,
            3,
            self._days_ago(2),
            is_inventory=True,
        )
        self.assertTrue(loss.is_inventory)
        flow = self._get_flow()
        self.assertEqual((flow["received"], flow["counted"], flow["issued"]), (400, -24, 0))

    def test_transfer_between_warehouses_is_told_on_both_sides(self):
        other = self._create_warehouse()
        self._receive(50, self._days_ago(5))
        self._move(self.stock, other.lot_stock_id, 10, self._days_ago(4))
        self.assertEqual(self._get_flow()["moved_out"], 80)
        self.assertEqual(self._get_flow(other)["moved_in"], 80)

    def test_title_says_of_which_day_the_stock_is(self):
        report = self.report.with_user(self.assistant).with_context(lang="en_US")
        tables = report._get_dataset(self.company, *self.period)["tables"]
        told = {table["name"]: (table["title"], table["note"]) for table in tables}
        day = format_date(report.env, self.company._scm_get_today())
        for name in ("status", "alerts", "excess"):
            with self.subTest(table=name):
                title, note = told[name]
                self.assertIn(day, title)
                self.assertLessEqual(len(title), 31, "it names a sheet")
                self.assertIn(f"Stock as of {day}.", note)
        self.assertNotIn(day, told["flows"][0])

    def test_status_and_value_are_those_of_the_positions(self):
        self._sell_weekly(10, 20, 0)
        position = self._plan()
        tables = self._build()
        row = tables["status"][0]
        self.assertEqual((position.status, row["out"], row["value"]), ("out", 1, 0))
        self.assertEqual(row["order_value"], position.shortage_value)
        alert = tables["alerts"][0]
        self.assertEqual(alert["to_order"], position.shortage_qty)
        self.assertEqual(alert["reason"], position.with_context(lang="en_US").reason)
        self.assertEqual(alert["_record"], ["scm.stock.position", position.id])

    def test_chosen_warehouses_alone_are_told_of(self):
        other = self._create_warehouse()
        self.report.warehouse_ids = other
        rows = self._build()["status"]
        self.assertEqual([row["warehouse"] for row in rows], ["Other"])
        self.assertEqual(self.report._get_filters(), [("Warehouses", "Other")])

    def test_open_cases_are_counted_by_cause(self):
        cause = self.env["scm.exception.cause"].create({"name": "Own Cause", "code": "own"})
        self.env["scm.exception"].create(
            {
                "name": "Own Case",
                "company_id": self.company.id,
                "category_id": self.env.ref("scm_assistant_base.scm_exception_category_stock").id,
                "cause_id": cause.id,
            }
        )
        self.assertEqual(self._build()["causes"][0]["count"], 1)

    def test_issued_edition_opens_the_positions(self):
        path = "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
        with patch(path, return_value="install"):
            edition = self.report.with_user(self.assistant)._issue(self.company, *self.period)
        action = edition.with_user(self.assistant).action_open_live()
        self.assertEqual(action["res_model"], "scm.stock.position")
        self.assertIn(("warehouse_id", "in", self.warehouse.ids), action["domain"])
