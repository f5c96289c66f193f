# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ScmContactLog(models.Model):
    """A call, mail, visit or message with a partner: why, what came of it, what next."""

    _name = "scm.contact.log"
    _description = "Contact Log"
    _order = "contacted_at DESC, id DESC"
    _rec_name = "summary"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", check_company=True
    )
    person_id = fields.Many2one(
        "res.partner", "Spoken With", check_company=True, domain="[('parent_id', '=', partner_id)]"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", "Contacted By", required=True, default=lambda self: self.env.user
    )
    contacted_at = fields.Datetime("Date", required=True, default=fields.Datetime.now)
    contact_type = fields.Selection(
        [
            ("call", "Call"),
            ("email", "Email"),
            ("visit", "Visit"),
            ("meeting", "Meeting"),
            ("message", "Message"),
        ],
        required=True,
        default="call",
    )
    purpose = fields.Selection(
        [
            ("relationship", "Keep in Touch"),
            ("product_info", "Product Information"),
            ("performance", "Performance"),
            ("delay", "Delay"),
            ("quality", "Quality"),
            ("demand", "Demand"),
            ("requirement", "Requirement"),
            ("delivery", "Delivery"),
            ("other", "Other"),
        ],
        required=True,
        default="relationship",
    )
    outcome = fields.Selection(
        [
            ("reached", "Reached"),
            ("no_answer", "No Answer"),
            ("call_back", "Call Back Later"),
            ("refused", "Refused"),
            ("wrong_number", "Wrong Number"),
        ],
        required=True,
        default="reached",
    )
    summary = fields.Text(required=True)
    next_date = fields.Date(
        "Next Contact", help="Empty: the partner's cadence decides when to call again."
    )
    next_step = fields.Char()
    res_model = fields.Char("Origin Model", readonly=True)
    res_id = fields.Many2oneReference("Origin", model_field="res_model", readonly=True)

    @api.constrains("contacted_at")
    def _check_contacted_at(self):
        if any(log.contacted_at > fields.Datetime.now() for log in self):
            raise ValidationError(
                self.env._("A contact is logged when it has taken place, not before.")
            )

    @api.constrains("next_date", "contacted_at", "company_id")
    def _check_next_date(self):
        for log in self.filtered("next_date"):
            if log.next_date < log.company_id._scm_get_day(log.contacted_at):
                raise ValidationError(self.env._("The next contact can't be before this one."))
