# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import ScmInventoryCommon


class ScmDetectorCommon(ScmInventoryCommon):
    """Runs one detector for the own company and looks at its cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other Company"})
        cls.other_stock = (
            cls.env["stock.warehouse"]
            .search([("company_id", "=", cls.other.id)], limit=1)
            .lot_stock_id
        )

    def _get_detector(self, name):
        return self.env.ref(f"scm_assistant_inventory.scm_detector_{name}")

    def _set(self, name, **thresholds):
        """Set thresholds of a detector."""
        for parameter in self._get_detector(name).parameter_ids:
            parameter.value = thresholds.get(parameter.code, parameter.value)

    def _run(self, name, company=None):
        """Run a detector for the own company and return its cases there."""
        detector = self._get_detector(name)
        detector.company_ids = company or self.company
        detector._run()
        return self.env["scm.exception"].search(
            [
                ("detector_id", "=", detector.id),
                ("company_id", "=", (company or self.company).id),
            ],
            order="id",
        )

    def _age(self, record, field, days):
        """Let a record be older than the ORM allows."""
        record.flush_recordset()
        self.env.cr.execute(
            f"UPDATE {record._table} SET {field} = {field} - %s * interval '1 day' "
            "WHERE id = ANY(%s)",
            (days, record.ids),
        )
        record.invalidate_recordset()
