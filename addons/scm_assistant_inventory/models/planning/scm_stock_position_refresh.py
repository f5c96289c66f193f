# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.addons.scm_assistant_base.tools.jobs import run_jobs
from odoo.addons.scm_assistant_base.tools.notification import get_notification_action

from ...sql.planning import query_positions

_logger = logging.getLogger(__name__)

# What changes with every document and not only with the nightly planning.
LIVE_FIELDS = (
    "on_hand_qty",
    "usable_qty",
    "free_qty",
    "incoming_qty",
    "outgoing_qty",
    "rfq_qty",
    "forecast_qty",
    "next_receipt_date",
)


class ScmStockPosition(models.Model):
    """The nightly refresh of the positions, and the small one of a few."""

    _inherit = "scm.stock.position"

    def action_refresh(self):
        """Ask for a refresh of all positions in the background, as the nightly one does it."""
        self.env.ref("scm_assistant_inventory.scm_stock_position_cron_refresh")._trigger()
        return get_notification_action(
            self.env._("The positions are being computed; reload in a minute.")
        )

    @api.model
    def _cron_refresh(self):
        """Refresh one company after the other, each in its own transaction.

        One that fails is logged and tried again next time; it stops no other.
        """
        companies = self.env["res.company"].search(
            [("active", "=", True)], order="scm_ledger_synced_at NULLS FIRST, id"
        )
        refresh = self.env["scm.stock.planner"]._refresh
        failure = "Stock positions of company %s not computed"
        run_jobs(self.env, companies, refresh, _logger, failure)
        self._trigger_suggestions()

    def _refresh_stock(self):
        """Bring the stock figures of these few positions up to date at once, and what follows."""
        self._refresh_figures()
        self._refresh_status()

    def _refresh_figures(self):
        """Read the stock figures of these positions anew."""
        for position, figures in self._read_figures().items():
            position.write(figures)

    def _read_figures(self):
        """Return {position: {figure: quantity at this moment}}; nothing is written.

        Positions without stock, documents and demand keep what is stored.
        """
        self.env.flush_all()
        result = {}
        for company, positions in self.grouped("company_id").items():
            query = query_positions(self.env, company, positions.product_id)
            found = {
                (row["warehouse_id"], row["product_id"]): row
                for row in self.env.execute_query_dict(query)
            }
            for position in positions:
                key = (position.warehouse_id.id, position.product_id.id)
                row = found.get(key, position)
                result[position] = {name: row[name] for name in LIVE_FIELDS}
            outlook = self.env["scm.stock.planner"]._get_outlook(company, positions, result)
            for position, figures in outlook.items():
                result[position] |= figures
        return result

    def _refresh_status(self):
        """Compare these positions with their limits anew, as the nightly planning does."""
        for positions in self.grouped("company_id").values():
            self.env.flush_all()
            for position, values in self.env["scm.stock.planner"]._compare(positions).items():
                position.write(values)
