# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools.misc import format_date


class ScmStockSuggestion(models.Model):
    """Why something is suggested, in the words of whoever reads it.

    Kept are the figures of the moment and not the words, so that a colleague reads
    them in another language and a later look shows what was known then.
    """

    _inherit = "scm.stock.suggestion"

    reason_values = fields.Json(readonly=True, copy=False)
    reason = fields.Char(compute="_compute_reason", help="How the stock stands, and the advice.")
    advice = fields.Char(compute="_compute_reason", help="What to do about it.")

    @api.depends("reason_values", "suggested_qty")
    @api.depends_context("lang")
    def _compute_reason(self):
        for suggestion in self:
            values = suggestion.reason_values or {}
            figures = suggestion._get_reason_figures(values)
            position = self.env["scm.stock.position"].new(figures)
            suggestion.advice = suggestion._get_advice(values)
            parts = [position._get_reason() if figures else "", suggestion.advice]
            suggestion.reason = " ".join(filter(None, parts))

    def _get_reason_figures(self, values):
        """Return the figures of the position; those of earlier versions know less."""
        figures = values.get("position") or {}
        if not figures or "projected_qty" in figures:
            return figures
        return {
            **figures,
            "projected_qty": figures["forecast_qty"] + figures["rfq_qty"],
            "usable_qty": figures["on_hand_qty"],
        }

    def _get_advice(self, values):
        """Return the sentence on what to do, by the kind of the suggestion."""
        self.ensure_one()
        words = {
            "quantity": self._format(self.suggested_qty),
            "maximum": self._format((values.get("position") or {}).get("maximum_qty") or 0),
            "kept": self._format(values.get("kept") or 0),
            # The name that the translations of the sentence know it by.
            "giver": self.source_warehouse_id.name or "",
            "order": self.purchase_order_id.name or "",
            "receipt": self.receipt_picking_id.name or "",
            "received": format_date(self.env, values.get("received")),
            "old": format_date(self.env, self.old_date),
            "wanted": format_date(self.env, values.get("wanted")),
        }
        sentences = {
            "buy": self.env._("Order %(quantity)s to come up to the maximum %(maximum)s.", **words),
            "make": self.env._("Make %(quantity)s to come up to the maximum %(maximum)s.", **words),
            "transfer": self.env._(
                "%(giver)s can spare %(quantity)s and still holds its maximum of %(kept)s.",
                **words,
            ),
            "expedite": self.env._(
                "%(order)s brings %(quantity)s only on %(old)s; they are wanted by %(wanted)s.",
                **words,
            ),
            "postpone": self.env._(
                "%(order)s brings %(quantity)s on %(old)s; by %(wanted)s there is room for them.",
                **words,
            ),
            "reduce": self.env._(
                "%(quantity)s of %(order)s would come above the maximum %(maximum)s.", **words
            ),
            "return": self.env._(
                "%(quantity)s came with %(receipt)s on %(received)s and are not needed.", **words
            ),
            "promote": self.env._(
                "Sales could promote or discount %(quantity)s to get back to the maximum.", **words
            ),
            "scrap": self.env._(
                "Look at %(quantity)s: sell them off, scrap them or keep them.", **words
            ),
        }
        return sentences[self.kind]

    def _format(self, number):
        return self.env["scm.stock.position"]._format(number)

    def _describe(self):
        """Return what is suggested in a few words, for activities and chatter."""
        self.ensure_one()
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(kind)s: %(quantity)s %(unit)s of %(product)s",
            kind=labels[self.kind],
            quantity=self._format(self.quantity),
            unit=self.uom_id.name,
            product=self.product_id.display_name,
        )

    def _get_approval_summary(self):
        """Override of `scm_assistant_base` to say what is to be done."""
        return self.env._("Approve: %(what)s", what=self._describe())
