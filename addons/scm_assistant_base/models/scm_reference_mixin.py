# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class ScmReferenceMixin(models.AbstractModel):
    """Numbers new records by the sequence that has the model's name as its code.

    It is drawn after the checks of the model's own ``create``, and only where no reference
    is given: a number drawn for nothing would be missed in the books.
    """

    _name = "scm.reference.mixin"
    _description = "Record with a Reference Number"
    # The field that holds the number.
    _reference_field = "name"

    @api.model_create_multi
    def create(self, vals_list):
        field = self._reference_field
        return super().create(
            [
                vals if vals.get(field) else {**vals, field: self._draw_reference(vals)}
                for vals in vals_list
            ]
        )

    @api.model
    def _draw_reference(self, vals):
        """Return the next number of the company that the record of ``vals`` belongs to."""
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        today = company._scm_get_today()
        return self._get_sequence(company).next_by_code(self._name, sequence_date=today)

    @api.model
    def _draw_references(self, company, count):
        """Return so many numbers of ``company``, by one statement where its sequence is plain."""
        sequences = self._get_sequence(company)
        sequence = sequences.search(
            [("code", "=", self._name), ("company_id", "in", [company.id, False])],
            order="company_id",
            limit=1,
        )
        if sequence.implementation != "standard" or sequence.use_date_range:
            vals = {"company_id": company.id}
            return [self._draw_reference(vals) for _number in range(count)]
        sql = SQL(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            f"ir_sequence_{sequence.id:03d}",
            count,
        )
        return [sequence.get_next_char(number) for (number,) in self.env.execute_query(sql)]

    def _get_sequence(self, company):
        """Return `ir.sequence` as the company's calendar has it: a number tells its year."""
        zone = company._scm_get_timezone()
        # sudo: whoever may make the record need not read sequences.
        return self.env["ir.sequence"].sudo().with_company(company).with_context(tz=zone)
