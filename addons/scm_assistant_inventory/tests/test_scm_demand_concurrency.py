# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.addons.scm_assistant_base.tests.common import ScmConcurrencyCase
from odoo.tests import tagged

NAME = "Dated anew while it is planned"


@tagged("post_install", "-at_install")
class TestScmDemandConcurrency(ScmConcurrencyCase):
    """A user dates a move anew while the nightly job writes the ledger."""

    def _create(self, env):
        company = env.company
        warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        product = env["product.product"].create({"name": NAME, "is_storable": True})
        move = env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": 5,
                "location_id": env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.quantity = 5
        move.picked = True
        move._action_done()
        move.date = self._days_ago(5)
        env["scm.demand.ledger"]._sync(company)

    def _remove(self, env):
        product = env["product.product"].search([("name", "=", NAME)])
        for table in ("scm_demand_block", "scm_demand_stale"):
            env.cr.execute(f"DELETE FROM {table} WHERE company_id = %s", [env.company.id])  # noqa: S608
        env.company.scm_ledger_built_at = env.company.scm_ledger_synced_at = False
        for table in ("stock_move_line", "stock_move", "stock_quant"):
            env.cr.execute(f"DELETE FROM {table} WHERE product_id = ANY(%s)", (product.ids,))  # noqa: S608
        product.unlink()

    def _days_ago(self, days):
        return fields.Datetime.now() - timedelta(days=days)

    def _get_move(self, env):
        return env["stock.move"].search([("product_id.name", "=", NAME)])

    def _get_days(self):
        with self._connect() as env:
            env["scm.demand.ledger"]._sync(env.company)
            days = env["scm.demand.day"].search([("product_id.name", "=", NAME)])
            today = env.company._scm_get_today()
            return {(today - line.day).days: line.net_qty for line in days}

    def test_user_who_began_before_the_night_leaves_no_day_twice(self):
        with self._connect() as user, self._connect() as night:
            move = self._get_move(user)
            self.assertEqual(move.quantity, 5)
            night.company.scm_ledger_built_at = False
            night["scm.demand.ledger"]._sync(night.company)
            night.cr.commit()
            # The user still sees the ledger as it was.
            move.date = self._days_ago(2)
        self.assertEqual(self._get_days(), {2: 5})

    def test_user_does_not_wait_for_the_night_nor_the_night_for_the_user(self):
        with self._connect() as user, self._connect() as night:
            night.company.scm_ledger_built_at = False
            night["scm.demand.ledger"]._sync(night.company)
            self._get_move(user).date = self._days_ago(2)
            user.cr.commit()
            night.cr.commit()
        self.assertEqual(self._get_days(), {2: 5})
