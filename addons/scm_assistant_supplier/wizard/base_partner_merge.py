# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """Override of `base`: to merge suppliers is a step of theirs; it ends no suspension."""
        merged = dst_partner | src_partners
        suspended = merged.filtered(lambda one: one.scm_supplier_state == "suspended")[:1]
        if suspended:
            dst_partner._scm_set_supplier_state("suspended", suspended.scm_suspension_reason)
        with dst_partner._take_own_step():
            return super()._update_values(src_partners, dst_partner)
