# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The grades of suppliers."""

from odoo.tools import SQL


def query_grades(company, condition):
    """Return the SQL of each supplier's latest confirmed evaluation that has a grade."""
    return SQL(
        """
        SELECT DISTINCT ON (partner_id) partner_id, grade
          FROM scm_supplier_evaluation
         WHERE company_id = %s AND approval_state = 'applied' AND grade IS NOT NULL AND %s
         ORDER BY partner_id, date_to DESC, version DESC
        """,
        company.id,
        condition,
    )
