# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .scm_supplier_figures import Figure, ratio

# A bill's price may differ from the order's by rounding.
PRICE_SLACK = 0.005


class ScmSupplierFigures(models.AbstractModel):
    """What is measured besides the goods: answers, papers, trouble."""

    _inherit = "scm.supplier.figures"

    @api.model
    def _get_contact_figures(self, scope, partner_ids):
        rows = self._fetch(self._query_contacts(scope))
        found = {row["partner_id"]: ratio(row["reached"], row["tried"]) for row in rows}
        return self._collect("contacts", partner_ids, found)

    @api.model
    def _query_contacts(self, scope):
        """Return the SQL of the attempts to reach a supplier, and how many reached it."""
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, COUNT(*) AS tried,
                   COUNT(*) FILTER (WHERE log.outcome = 'reached') AS reached
              FROM scm_contact_log log
              JOIN res_partner partner ON partner.id = log.partner_id
             WHERE log.company_id = %(company)s
               AND log.contacted_at >= %(first)s AND log.contacted_at < %(last)s
             GROUP BY 1
            """,
            **self._get_period_values(scope),
        )

    @api.model
    def _get_bill_figures(self, scope, partner_ids):
        rows = self._fetch(self._query_bills(scope))
        found = {
            row["partner_id"]: ratio(row["matching"], row["billed"], miss_ids=row["miss_ids"])
            for row in rows
        }
        return self._collect("document_accuracy", partner_ids, found)

    @api.model
    def _query_bills(self, scope):
        """Return the SQL of the bill lines of orders, and how many agree with them.

        A bill line agrees when its price is the order's and no more is billed than was
        received. Another unit or currency than the order's can't be compared and is left out.
        """
        return SQL(
            """
            WITH billed AS (
                SELECT aml.id, partner.commercial_partner_id AS partner_id,
                       abs(aml.price_subtotal / aml.quantity - l.price_subtotal / l.product_qty)
                           <= %(slack)s * abs(l.price_subtotal / l.product_qty)
                       AND l.qty_invoiced <= l.qty_received AS is_matching
                  FROM account_move_line aml
                  JOIN account_move bill ON bill.id = aml.move_id
                  JOIN purchase_order_line l ON l.id = aml.purchase_line_id
                  JOIN purchase_order po ON po.id = l.order_id
                  JOIN res_partner partner ON partner.id = po.partner_id
                 WHERE bill.company_id = %(company)s
                   AND bill.state = 'posted' AND bill.move_type = 'in_invoice'
                   AND bill.invoice_date BETWEEN %(date_from)s AND %(date_to)s
                   AND aml.quantity <> 0 AND l.product_qty <> 0
                   AND aml.product_uom_id = l.product_uom_id AND aml.currency_id = po.currency_id
            )
            SELECT partner_id, COUNT(*) AS billed,
                   COUNT(*) FILTER (WHERE is_matching) AS matching,
                   jsonb_agg(id) FILTER (WHERE NOT is_matching) AS miss_ids
              FROM billed GROUP BY partner_id
            """,
            slack=PRICE_SLACK,
            date_from=scope.date_from,
            date_to=scope.date_to,
            company=scope.company.id,
        )

    @api.model
    def _get_case_figures(self, scope, partner_ids):
        found = {
            row["partner_id"]: Figure(float(row["open"]), float(row["open"]), None, row["case_ids"])
            for row in self._fetch(self._query_cases(scope))
        }
        # No open case is a fact, not a lack of data.
        return self._collect("open_cases", partner_ids, found, Figure(0.0, 0.0))

    @api.model
    def _query_cases(self, scope):
        """Return the SQL of the cases with each supplier that were open at the cut-off."""
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, COUNT(*) AS open,
                   jsonb_agg(e.id) AS case_ids
              FROM scm_exception e
              JOIN res_partner partner ON partner.id = e.partner_id
             WHERE e.company_id = %(company)s
               AND e.state <> 'cancelled'
               AND e.reported_at < %(cutoff)s
               AND (e.state <> 'resolved' OR e.resolved_at >= %(cutoff)s)
             GROUP BY 1
            """,
            company=scope.company.id,
            cutoff=scope.company._scm_get_moment(scope.cutoff + timedelta(days=1)),
        )

    @api.model
    def _get_period_values(self, scope):
        first, last = scope.company._scm_get_range(scope.date_from, scope.date_to)
        return {"company": scope.company.id, "first": first, "last": last}
