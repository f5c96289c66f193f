# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ScmSupplyRequest(models.Model):
    """How the supplier answered: by his link, or told to somebody who recorded it."""

    _inherit = "scm.supply.request"

    def _get_answer_text(self, answered_by):
        """Return what the chatter says of the answer."""
        self.ensure_one()
        name = answered_by or self.partner_id.name
        channel = self.env.context.get("scm_answer_channel")
        texts = {
            "call": self.env._("%s answered by phone.", name),
            "email": self.env._("%s answered by mail.", name),
            "visit": self.env._("%s answered in person.", name),
            "message": self.env._("%s answered by message.", name),
        }
        if channel not in texts:
            return self.env._("%s answered by link.", name)
        recorded = self.env._("Recorded by %s.", self.env.user.name)
        return f"{texts[channel]} {recorded}"
