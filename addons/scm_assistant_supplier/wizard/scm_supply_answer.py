# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

CHANNELS = [("call", "Phone"), ("email", "Email"), ("visit", "Visit"), ("message", "Message")]


class ScmSupplyAnswer(models.TransientModel):
    """Records what a supplier answered by phone or mail instead of by his link."""

    _name = "scm.supply.answer"
    _description = "Record Supplier's Answer"

    request_id = fields.Many2one("scm.supply.request", required=True, readonly=True)
    partner_id = fields.Many2one(related="request_id.partner_id")
    answered_by = fields.Char("Who Answered", required=True)
    channel = fields.Selection(CHANNELS, required=True, default="call")
    line_ids = fields.One2many("scm.supply.answer.line", "wizard_id", "Lines")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        request = self.env["scm.supply.request"].browse(values.get("request_id"))
        if request and "line_ids" in fields_list:
            values["line_ids"] = [
                Command.create({"request_line_id": line.id}) for line in request._get_open_lines()
            ]
        return values

    def action_record(self):
        """Take the answer as if the supplier had given it, and log the contact."""
        self.ensure_one()
        self.request_id.check_access("write")
        answers = {line.request_line_id.id: line._get_answer() for line in self.line_ids}
        # sudo: lines are answered by suppliers alone; the user may write the question, and
        # says whose answer it is.
        request = self.request_id.sudo().with_context(scm_answer_channel=self.channel)
        if not request._receive_answer(answers, self.answered_by.strip()):
            raise UserError(
                self.env._("%s is answered or withdrawn already.", self.request_id.name)
            )
        self.env["scm.contact.log"].create(self._prepare_contact_values())
        return {"type": "ir.actions.act_window_close"}

    def _prepare_contact_values(self):
        """Return the values of the contact log; extend to add more."""
        return {
            "partner_id": self.partner_id.commercial_partner_id.id,
            "company_id": self.request_id.company_id.id,
            "contact_type": self.channel,
            "purpose": "delivery",
            "outcome": "reached",
            "summary": self.env._(
                "%(name)s answered %(question)s.",
                name=self.answered_by,
                question=self.request_id.name,
            ),
            "res_model": self.request_id._name,
            "res_id": self.request_id.id,
        }
