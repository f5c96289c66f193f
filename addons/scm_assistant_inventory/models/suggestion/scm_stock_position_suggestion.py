# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.notification import get_notification_action
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ...sql.suggestion import query_made
from ...tools import status
from ..planning.scm_stock_position_reason import REASON_FIGURES
from .scm_stock_suggestion import OPEN_STATES


class ScmStockPosition(models.Model):
    _inherit = "scm.stock.position"

    suggestion_ids = fields.One2many("scm.stock.suggestion", "position_id", "Suggestions")
    open_suggestion_ids = fields.One2many(
        "scm.stock.suggestion",
        compute="_compute_open_suggestion_ids",
        string="Open Suggestions for or from Here",
    )
    open_suggestion_count = fields.Integer(compute="_compute_open_suggestion_ids")

    @api.depends("suggestion_ids.approval_state")
    def _compute_open_suggestion_ids(self):
        found = self.env["scm.stock.suggestion"].search(
            self._get_suggestion_domain() & Domain("approval_state", "in", OPEN_STATES)
        )
        for position in self:
            position.open_suggestion_ids = found.filtered(
                lambda one, position=position: (
                    position in (one.position_id | one.source_position_id)
                )
            )
            position.open_suggestion_count = len(position.open_suggestion_ids)

    def action_suggest(self):
        """Look at this position now and show what is suggested for it."""
        self.ensure_one()
        suggester = self.env["scm.stock.suggester"]
        # sudo: drafts are written by the suggester, of all positions of the product.
        if not suggester.sudo()._generate(self.company_id, self.product_id):
            raise LockError(
                self.env._("Suggestions are being made at this moment; try again in a minute.")
            )
        self.invalidate_recordset(["open_suggestion_ids", "open_suggestion_count"])
        found = self.open_suggestion_ids
        if not found:
            return get_notification_action(
                self.env._("Nothing to do, or turned down a short time ago.")
            )
        action = self.action_view_suggestions()
        if len(found) == 1:
            return {**action, "views": [(False, "form")], "res_id": found.id}
        return {**action, "domain": [("id", "in", found.ids)]}

    def action_suggest_purchase(self):
        """Open a purchase suggestion for this position, the open one if there is one."""
        self.ensure_one()
        suggestion = self._get_purchase_suggestion()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Purchase Suggestion"),
            "res_model": "scm.stock.suggestion",
            "res_id": suggestion.id,
            "view_mode": "form",
        }

    def action_accept_suggestions(self):
        """Order what the selected positions lack at this moment, each up to its maximum."""
        # sudo: nobody writes positions by hand.
        self.sudo()._refresh_stock()
        short = self.filtered(lambda position: position.shortage_qty > 0)
        if not short:
            raise UserError(self._get_nothing_short_text())
        suggestions = self.env["scm.stock.suggestion"]
        for position in short:
            suggestions |= position._get_purchase_suggestion()
        drafts = suggestions.filtered(lambda one: one.approval_state == "draft")
        then = {
            "type": "ir.actions.act_window",
            "name": self.env._("Suggestions"),
            "res_model": "scm.stock.suggestion",
            "domain": [("id", "in", suggestions.ids)],
            "views": [(False, "list"), (False, "form")],
        }
        return suggestions._get_result_action(drafts._accept_each(), then)

    def _get_nothing_short_text(self):
        """Return why nothing is to be ordered for these positions."""
        text = self.env._("None of the selected positions lacks anything.")
        ordered = [one._get_order_sentence() for one in self.filtered("is_ordered")]
        return "\n".join([text, *ordered])

    def action_view_suggestions(self):
        """Open all suggestions for this position."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_inventory.scm_stock_suggestion_action"
        )
        return {**action, "domain": list(self._get_suggestion_domain()), "context": {}}

    @api.model
    def _trigger_suggestions(self):
        """Let suggestions be made of what the refresh has found."""
        self.env.ref("scm_assistant_inventory.scm_stock_suggestion_cron_generate")._trigger()

    def _get_purchase_suggestion(self):
        """Return the open suggestion to buy here, or to make what is made; new if missing."""
        self.ensure_one()
        kind = "make" if self._is_made() else "buy"
        existing = self.suggestion_ids.filtered(
            lambda one: one.kind == kind and one.approval_state in OPEN_STATES
        )
        if existing:
            return existing[:1]
        values = self._prepare_purchase_values()
        if kind == "make":
            values |= self._prepare_make_values()
        return self.env["scm.stock.suggestion"].create(values)

    def _is_made(self):
        """Tell whether Odoo makes the product here by its routes."""
        self.env.flush_all()
        return bool(self.env.execute_query(query_made(self.ids)))

    def _prepare_make_values(self):
        """Return what a suggestion to make has otherwise than one to buy."""
        day = fields.Date.add(self.company_id._scm_get_today(), days=int(round(self.lead_days)))
        return {
            "kind": "make",
            "supplierinfo_id": False,
            "suggested_supplierinfo_id": False,
            "vendor_id": False,
            "suggested_qty": self.shortage_qty,
            "quantity": self.shortage_qty,
            "suggested_date": day,
            "date": day,
        }

    def _prepare_purchase_values(self):
        """Return the values of a purchase suggestion; extend to add more."""
        self.ensure_one()
        terms = self._get_order_terms()
        days = int(round(terms["lead_days"]))
        day = fields.Date.add(self.company_id._scm_get_today(), days=days)
        return {
            "kind": "buy",
            "position_id": self.id,
            "company_id": self.company_id.id,
            "warehouse_id": self.warehouse_id.id,
            "product_id": self.product_id.id,
            "vendor_id": terms["vendor_id"],
            "supplierinfo_id": terms["supplierinfo_id"],
            "suggested_qty": terms["quantity"],
            "quantity": terms["quantity"],
            "suggested_supplierinfo_id": terms["supplierinfo_id"],
            "suggested_date": day,
            "date": day,
            "reason_values": {"position": self._get_figures()},
        }

    def _get_order_terms(self):
        """Return quantity, vendor, price and lead days at which what lacks is bought now."""
        stock = self.projected_qty, self.reorder_qty, self.maximum_qty
        missing = np.array([float(status.get_shortage(*stock, 0, 0))])
        known = {
            "product_id": np.array(self.product_id.ids, dtype=object),
            "vendor_id": np.array([self.vendor_id.id], dtype=object),
            "lead_days": np.array([self.lead_days]),
        }
        found = self.env["scm.stock.suggester"]._choose_sellers(self.company_id, known, missing)
        terms = {name: values[0] for name, values in found.items()}
        minimum, multiple = terms.pop("minimum_order_qty"), terms.pop("order_multiple")
        return terms | {"quantity": float(status.get_shortage(*stock, minimum, multiple))}

    def _get_suggestion_domain(self):
        """Return the domain of the suggestions for these positions, or from them."""
        return Domain("position_id", "in", self.ids) | Domain("source_position_id", "in", self.ids)

    def _get_figures(self):
        """Return the figures that a suggestion's reason is told from."""
        self.ensure_one()
        figures = {name: self[name] for name in REASON_FIGURES}
        last = figures["last_issue_date"]
        return {**figures, "last_issue_date": fields.Date.to_string(last) if last else False}
