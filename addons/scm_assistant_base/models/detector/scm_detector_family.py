# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmDetectorFamily(models.AbstractModel):
    """Detectors that look at the same things, and what most of them need for it.

    The detector with the code ``x`` is run by the one family that has a method
    ``_detect_x(detector, company)``; it returns one dict a finding: ``fingerprint`` and
    ``name``, ``links`` as (model, id, role), and any other value of `scm.exception`. A
    module adds a family with a model that inherits this one, and changes a detector by
    ``_inherit`` of its family and ``super()``.
    """

    _name = "scm.detector.family"
    _description = "Family of Detectors"

    @api.model
    def _get_families(self):
        """Return the families that are installed, this base first."""
        names = self.env.registry.descendants([self._name], "_inherit")
        return [self.env[name] for name in names]

    @api.model
    def _find_check(self, code):
        """Return the method that looks for what the detector ``code`` reports, or None."""
        checks = (getattr(family, f"_detect_{code}", None) for family in self._get_families())
        return next(filter(None, checks), None)

    # What the families have in common
    def _prepare_finding(self, detector, key, name, product=None, source=None, **values):
        """Return a finding about a product or a document.

        :param tuple key: what names the trouble within the company, beside the detector
        :param source: the document that the case opens, where not the product itself
        """
        document = source or product
        finding = {
            "fingerprint": ":".join(map(str, (detector.code, *key))),
            "name": name,
            "res_model": document._name,
            "res_id": document.id,
            **values,
        }
        if product:
            finding["product_id"] = product.id
        return finding

    def _read_rows(self, query, **models):
        """Return the rows of ``query`` as dicts, of the records as they are now.

        :param models: column name → model, of columns that become recordsets, so that
            names are read at once; columns not named stay as they are
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(query)
        for name, model in models.items():
            records = self.env[model].browse({row[name] for row in rows if row[name]})
            by_id = {record.id: record for record in records}
            for row in rows:
                row[name] = by_id.get(row[name], records.browse())
        return rows

    def _get_days_ago(self, detector, parameter):
        """Return the moment as many days ago as the threshold of ``detector`` says."""
        days = int(detector._get_parameter(parameter))
        return fields.Datetime.subtract(fields.Datetime.now(), days=days)

    def _format_qty(self, quantity):
        """Return a quantity as a user reads it, without trailing zeros."""
        return f"{quantity:,.2f}".rstrip("0").rstrip(".")

    def _format_value(self, value, company):
        return company.currency_id.format(value)
