# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class ScmDetector(models.Model):
    """What the detectors of stock have in common; each kind has a file in `detectors`."""

    _name = "scm.detector"
    _inherit = [
        "scm.detector",
        "scm.detector.cost.mixin",
        "scm.detector.count.mixin",
        "scm.detector.demand.mixin",
        "scm.detector.stock.mixin",
        "scm.detector.transfer.mixin",
    ]

    def _prepare_stock_finding(self, key, name, product=None, source=None, **values):
        """Return a finding about a product.

        :param tuple key: what names the trouble within the company, beside the detector
        :param source: the document that the case opens, where not the product itself
        """
        self.ensure_one()
        document = source or product
        finding = {
            "fingerprint": ":".join(map(str, (self.code, *key))),
            "name": name,
            "res_model": document._name,
            "res_id": document.id,
            **values,
        }
        if product:
            finding["product_id"] = product.id
        return finding

    def _browse_columns(self, rows, **models):
        """Return recordsets of the columns of ``rows``, so that names are read at once.

        :param models: column name → model; columns not named stay as they are
        """
        result = [dict(row) for row in rows]
        for name, model in models.items():
            records = self.env[model].browse({row[name] for row in rows if row[name]})
            by_id = {record.id: record for record in records}
            for row in result:
                row[name] = by_id.get(row[name], records.browse())
        return result

    def _read_stock(self, query):
        """Return the rows of a query on quants, moves and lots as they are now."""
        self.env.flush_all()
        return self.env.execute_query_dict(query)

    def _get_days_ago(self, parameter):
        """Return the moment as many days ago as the threshold says."""
        return fields.Datetime.subtract(
            fields.Datetime.now(), days=int(self._get_parameter(parameter))
        )

    def _format_qty(self, quantity):
        """Return a quantity as a user reads it, without trailing zeros."""
        return f"{quantity:,.2f}".rstrip("0").rstrip(".")

    def _format_value(self, value, company):
        return company.currency_id.format(value)

    def _query_owned_stock(self, company):
        """Return the company's own stock above zero by warehouse and product, with its cost."""
        return SQL(
            """
            SELECT location.warehouse_id, quant.product_id,
                   sum(quant.quantity)::float8 AS quantity,
                   COALESCE((product.standard_price->>%(key)s)::float8, 0) AS unit_cost
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
                   AND location.usage = 'internal' AND location.warehouse_id IS NOT NULL
              JOIN product_product product ON product.id = quant.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
                   AND template.is_storable
             WHERE quant.company_id = %(company)s
               AND (quant.owner_id IS NULL OR quant.owner_id = %(owner)s)
             GROUP BY location.warehouse_id, quant.product_id, product.id
            HAVING sum(quant.quantity) > 0
            """,
            key=str(company.id),
            company=company.id,
            owner=company.partner_id.id,
        )
