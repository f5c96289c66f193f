# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import clauses

KINDS = [("supplier", "Supplier"), ("customer", "Customer")]
RENEWALS = [
    ("none", "Ends"),
    ("ask", "Renewed on Agreement"),
    ("auto", "Renews by Itself"),
]
# The fields that clauses may have filled in.
CLAUSE_FIELDS = (
    "company",
    "company_vat",
    "partner",
    "partner_vat",
    "reference",
    "date_start",
    "date_end",
    "notice_days",
    "penalty_percent",
    "penalty_limit_percent",
    "currency",
)


class ScmContractTemplate(models.Model):
    """The clauses and terms that contracts of one kind begin with."""

    _name = "scm.contract.template"
    _description = "Contract Template"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    kind = fields.Selection(KINDS, required=True, default="supplier")
    duration_months = fields.Integer("Duration (Months)", default=12)
    notice_days = fields.Integer("Notice (Days)", default=60)
    renewal = fields.Selection(RENEWALS, required=True, default="ask")
    penalty_percent = fields.Float(
        "Penalty per Day Late (%)", help="Of the value of what is late, for each calendar day."
    )
    penalty_limit_percent = fields.Float("Penalty at Most (%)", default=10)
    clause_ids = fields.One2many("scm.contract.template.clause", "template_id", "Clauses")

    _duration_positive = models.Constraint(
        "CHECK(duration_months >= 0 AND notice_days >= 0)",
        "Duration and notice can't be negative.",
    )

    @api.constrains("clause_ids")
    def _check_clause_fields(self):
        self.clause_ids._check_fields()

    def _prepare_clause_values(self, lang):
        """Return the values of a contract's clauses, in the language ``lang``."""
        self.ensure_one()
        return [
            {"sequence": clause.sequence, "title": clause.title, "body": clause.body}
            for clause in self.with_context(lang=lang).clause_ids
        ]

    @api.model
    def _check_text_fields(self, text):
        """Raise ValidationError where ``text`` names a field that nothing fills in."""
        unknown = [name for name in clauses.find_fields(text) if name not in CLAUSE_FIELDS]
        if unknown:
            raise ValidationError(
                self.env._(
                    "Unknown fields in a clause: %(unknown)s. Known are: %(known)s.",
                    unknown=", ".join(unknown),
                    known=", ".join(CLAUSE_FIELDS),
                )
            )
