# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


class ScmContractBodyMixin(models.AbstractModel):
    """A line or clause of a contract: fixed from the moment the contract is submitted."""

    _name = "scm.contract.body.mixin"
    _description = "Part of a Contract"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_editable()
        return parts

    def write(self, vals):
        self._check_editable()
        result = super().write(vals)
        # And not into a contract that is fixed.
        self._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_editable()

    def _check_editable(self):
        for contract in self.contract_id:
            if contract.approval_state not in ("draft", "rejected"):
                raise UserError(
                    self.env._(
                        "%(contract)s was submitted: its text can't be changed. "
                        "Make a new version.",
                        contract=contract.display_name,
                    )
                )
