# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.actions import open_records


class ScmContract(models.Model):
    """The versions of a contract: how one follows the other without a gap."""

    _inherit = "scm.contract"

    replaced_on = fields.Date(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="From this day on a later version, signed by both sides, takes its place.",
    )

    def action_new_version(self):
        """Draft the next version: an amendment, or the renewal near the end."""
        self.ensure_one()
        return open_records(self._create_version())

    def action_view_versions(self):
        self.ensure_one()
        contracts = self.search(
            [("reference", "=", self.reference), ("company_id", "=", self.company_id.id)]
        )
        return open_records(contracts, name=self.env._("Versions"))

    def _restore_origin(self):
        """Terminated before its first day, a version gives the earlier one its end back."""
        self.ensure_one()
        origin = self.origin_id
        if origin.state == "signed" and origin.replaced_on == self.date_start:
            origin._write_own({"replaced_on": False})

    def _create_version(self):
        """Return a new draft with the same text and the next number."""
        self.ensure_one()
        if self.successor_ids.filtered(lambda later: later.state in ("draft", "to_sign")):
            raise UserError(self.env._("There is already a later version in the making."))
        latest = self.search(
            [("reference", "=", self.reference), ("company_id", "=", self.company_id.id)],
            order="version DESC",
            limit=1,
        )
        values = {"reference": self.reference, "version": latest.version + 1, "origin_id": self.id}
        if self.valid_until:
            start = fields.Date.add(self.valid_until, days=1)
            values["date_start"] = start
            if self.date_end:
                values["date_end"] = start + (self.date_end - self.date_start)
        return self._copy_own(values)

    def _replace_origin(self):
        """End the earlier version on the day before this one begins, not sooner.

        A renewal is signed ahead: until its first day the earlier version binds.
        """
        self.ensure_one()
        origin = self.origin_id
        is_ahead = self.date_start > self.company_id._scm_get_today()
        if origin.state == "to_sign" or (origin.state == "signed" and not is_ahead):
            origin._write_own({"state": "superseded", "replaced_on": self.date_start})
        elif origin.state == "signed":
            origin._write_own({"replaced_on": self.date_start})

    def _end_replaced(self):
        """Call those replaced whose day has come."""
        ended = self.filtered(
            lambda contract: (
                contract.state == "signed"
                and contract.replaced_on
                and contract.replaced_on <= contract.company_id._scm_get_today()
            )
        )
        ended._write_own({"state": "superseded"})
