# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    scm_contact_cadence_id = fields.Many2one(
        "scm.contact.cadence", "Contact Cadence", groups="base.group_user"
    )
    scm_contact_user_id = fields.Many2one(
        "res.users", "Contact Owner", groups="base.group_user", help="Who keeps in touch."
    )
    scm_contact_log_ids = fields.One2many(
        "scm.contact.log", "partner_id", "Contact Log", groups="base.group_user"
    )
    scm_last_contact_at = fields.Datetime(
        "Last Contact",
        compute="_compute_scm_contact_dates",
        store=True,
        compute_sudo=True,
        groups="base.group_user",
        help="The last time that the partner was reached.",
    )
    scm_next_contact_date = fields.Date(
        "Next Contact",
        compute="_compute_scm_contact_dates",
        store=True,
        compute_sudo=True,
        groups="base.group_user",
        help="What was agreed in the last contact, else the cadence after the last one.",
    )
    scm_is_contact_due = fields.Boolean(
        "Contact Due",
        compute="_compute_scm_is_contact_due",
        search="_search_scm_is_contact_due",
        groups="base.group_user",
    )

    @api.depends(
        "scm_contact_cadence_id.interval_days",
        "scm_contact_log_ids.contacted_at",
        "scm_contact_log_ids.outcome",
        "scm_contact_log_ids.next_date",
        "scm_contact_log_ids.company_id",
    )
    def _compute_scm_contact_dates(self):
        for partner in self:
            logs = partner.scm_contact_log_ids.sorted("contacted_at")
            reached = logs.filtered(lambda log: log.outcome == "reached")[-1:]
            cadence = partner.scm_contact_cadence_id
            company = reached.company_id or partner.company_id or self.env.company
            since = company._scm_get_day(reached.contacted_at or fields.Datetime.now())
            # Never reached: due at once. Agreed last time: that day.
            wait = cadence.interval_days if reached else 0
            by_cadence = cadence and fields.Date.add(since, days=wait)
            partner.scm_last_contact_at = reached.contacted_at
            partner.scm_next_contact_date = logs[-1:].next_date or by_cadence

    @api.depends("scm_next_contact_date", "company_id")
    def _compute_scm_is_contact_due(self):
        for partner in self:
            today = (partner.company_id or self.env.company)._scm_get_today()
            next_date = partner.scm_next_contact_date
            partner.scm_is_contact_due = bool(next_date and next_date <= today)

    def _search_scm_is_contact_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["res.company"]._scm_get_day_domain(
            lambda today: Domain("scm_next_contact_date", "<=", today)
        )

    def action_scm_log_contact(self):
        """Open the form of a new contact with this partner, or with its company."""
        self.ensure_one()
        company = self.commercial_partner_id
        person = self if self != company and not self.is_company else self.browse()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log Contact"),
            "res_model": "scm.contact.log",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": (company if person else self).id,
                "default_person_id": person.id,
            },
        }

    def _scm_get_supplier_grades(self, company):
        """Return {partner id: "A" to "D"} of the suppliers that ``company`` evaluated.

        A port: empty here, no grade being no opinion; the addon that evaluates
        suppliers overrides it.
        """
        return {}

    def _scm_get_supplier_block(self, company):
        """Return {partner id: ("warn" or "block", reason)} for those not to buy from.

        A port: empty here, everybody may be bought from; the addon that keeps the
        suppliers' status overrides it.
        """
        return {}
