# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmApprovalMixin(models.AbstractModel):
    """What an approved document leaves to another one: it waits, and ends as that ends."""

    _inherit = "scm.approval.mixin"

    def _ask_for_order_change(self, order_line, quantity=None, date=None, reason=""):
        """Port: return the document that changes a confirmed purchase line for this one.

        It calls ``_end_as`` of this one when it is decided, which may be at once. Without
        an addon that has such documents nobody is asked, and the caller changes the line.

        :param order_line: purchase line of a confirmed order
        :param float quantity: ordered in total, in the line's unit; None: as it is
        :param datetime date: expected, in UTC; None: as it is
        :param str reason: why, in words
        :return: a record, or None
        """
        return None

    def _end_as(self, state, reason=""):
        """End as the document ended that carries this one out; extend to do what follows.

        :param str state: applied, rejected or cancelled
        :param str reason: why it was rejected
        """
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset(["approval_state"])
        if self.approval_state != "approved":
            return
        values = {"approval_state": state}
        if state == "applied":
            values |= {"applied_by_id": self.env.uid, "applied_at": fields.Datetime.now()}
        if reason:
            values["rejection_reason"] = reason
        self._write_own(values)
