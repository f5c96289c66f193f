# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..sql.grades import query_grades
from .evaluation.scm_supplier_evaluation import GRADES


class ResPartner(models.Model):
    _inherit = "res.partner"

    scm_supplier_grade = fields.Selection(
        GRADES,
        "Supplier Grade",
        compute="_compute_scm_supplier_grade",
        search="_search_scm_supplier_grade",
        groups="base.group_user",
        help="Of the last confirmed evaluation in this company.",
    )
    scm_evaluation_count = fields.Integer(
        "Evaluations",
        compute="_compute_scm_evaluation_count",
        groups="scm_assistant_base.group_scm_assistant",
    )

    @api.depends_context("company")
    def _compute_scm_supplier_grade(self):
        grades = self._scm_get_supplier_grades(self.env.company)
        for partner in self:
            partner.scm_supplier_grade = grades.get(partner.id)

    def _search_scm_supplier_grade(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Odoo looks at the groups of what it searches itself, not of what is searched here.
        self._check_field_access(self._fields["scm_supplier_grade"], "read")
        self.env["scm.supplier.evaluation"].flush_model()
        latest = query_grades(self.env.company, SQL("TRUE"))
        found = SQL(
            "(SELECT partner_id FROM (%s) AS latest WHERE grade IN %s)",
            latest,
            tuple(grade for grade in value if grade) or ("",),
        )
        domain = [("commercial_partner_id", "in", found)]
        if False in value:
            graded = SQL("(SELECT partner_id FROM (%s) AS l WHERE grade IS NOT NULL)", latest)
            domain = ["|", *domain, ("commercial_partner_id", "not in", graded)]
        return domain

    def _compute_scm_evaluation_count(self):
        counts = dict(
            self.env["scm.supplier.evaluation"]._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", self.env.company.id),
                    ("is_current", "=", True),
                ],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.scm_evaluation_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_scm_evaluations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_supplier.scm_supplier_evaluation_action"
        )
        return {**action, "domain": [("partner_id", "=", self.commercial_partner_id.id)]}

    def _scm_get_supplier_grades(self, company):
        """Override of `scm_assistant_base`: the grade last confirmed, also for contacts."""
        grades = super()._scm_get_supplier_grades(company)
        suppliers = self.commercial_partner_id
        if not suppliers.ids:
            return grades
        self.env["scm.supplier.evaluation"].flush_model()
        condition = SQL("partner_id IN %s", tuple(suppliers.ids))
        # By SQL, so that a buyer sees the grade without the evaluation behind it.
        found = dict(
            self.env.execute_query(
                SQL(
                    "SELECT partner_id, grade FROM (%s) AS latest WHERE grade IS NOT NULL",
                    query_grades(company, condition),
                )
            )
        )
        return grades | {
            partner.id: found[partner.commercial_partner_id.id]
            for partner in self
            if partner.commercial_partner_id.id in found
        }
