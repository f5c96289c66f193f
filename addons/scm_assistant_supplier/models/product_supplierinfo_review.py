# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.fields import Domain

WATCHED = ("price", "delay", "min_qty")


class ProductSupplierinfo(models.Model):
    """Vendor prices are reviewed now and then, and their past is kept."""

    _inherit = "product.supplierinfo"

    scm_checked_on = fields.Date(
        "Last Checked",
        copy=False,
        readonly=True,
        groups="base.group_user",
    )
    scm_checked_by_id = fields.Many2one(
        "res.users",
        "Checked by",
        copy=False,
        readonly=True,
        groups="base.group_user",
    )
    scm_is_stale = fields.Boolean(
        "To Review",
        compute="_compute_scm_is_stale",
        search="_search_scm_is_stale",
        groups="base.group_user",
    )
    scm_history_ids = fields.One2many(
        "scm.supplierinfo.history",
        "supplierinfo_id",
        "Changes",
        groups="purchase.group_purchase_user",
    )

    @api.depends("scm_checked_on")
    @api.depends_context("company")
    def _compute_scm_is_stale(self):
        limit = self._scm_get_stale_date()
        for seller in self:
            seller.scm_is_stale = not seller.scm_checked_on or seller.scm_checked_on < limit

    def _search_scm_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        limit = self._scm_get_stale_date()
        return Domain("scm_checked_on", "=", False) | Domain("scm_checked_on", "<", limit)

    def write(self, vals):
        """Override of `product`: keep what price, lead time and minimum were."""
        watched = [name for name in WATCHED if name in vals]
        before = {seller: {name: seller[name] for name in watched} for seller in self}
        result = super().write(vals)
        if watched:
            self._scm_keep_history(before)
        return result

    def action_scm_mark_checked(self):
        """Say that these prices, lead times and minimums are still true."""
        self.check_access("read")
        # sudo: to say that nothing changed is no change of the price, which only
        # Odoo's purchase managers may make.
        self.sudo().write(
            {
                "scm_checked_on": self.env.company._scm_get_today(),
                "scm_checked_by_id": self.env.uid,
            }
        )

    def action_scm_ask_update(self):
        """Ask the vendors of the selected prices for their present terms, by link."""
        updates = self.env["scm.supplier.update"]._ask(self)
        return open_records(updates, name=self.env._("Updates Asked For"))

    def _scm_keep_history(self, before):
        """Write what changed, one record a figure."""
        values = [
            {
                "supplierinfo_id": seller.id,
                "field_name": name,
                "old_value": old,
                "new_value": seller[name],
                "changed_at": fields.Datetime.now(),
                "user_id": self.env.uid,
            }
            for seller, figures in before.items()
            for name, old in figures.items()
            if old != seller[name]
        ]
        # sudo: the history writes itself; nobody writes it by hand.
        self.env["scm.supplierinfo.history"].sudo().create(values)

    @api.model
    def _scm_get_stale_date(self):
        company = self.env.company
        return fields.Date.subtract(company._scm_get_today(), days=company.scm_review_days)
