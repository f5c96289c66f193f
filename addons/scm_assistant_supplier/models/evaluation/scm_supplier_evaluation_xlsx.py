# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.addons.scm_assistant_base.tools.report_dataset import make_column, make_figure, make_table
from odoo.addons.scm_assistant_base.tools.report_xlsx import write_workbook
from odoo.tools import format_date

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ScmSupplierEvaluation(models.Model):
    """The scorecard as a workbook, by the writer of the issued reports."""

    _inherit = "scm.supplier.evaluation"

    def action_download_xlsx(self):
        """Return the download of the scorecard with its figures and order lines."""
        self.ensure_one()
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self._get_report_name()}.xlsx",
                "raw": self._get_xlsx(),
                "mimetype": XLSX_TYPE,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _get_xlsx(self):
        """Return the bytes of the workbook; the file holds the figures of the screen."""
        self.ensure_one()
        period = f"{format_date(self.env, self.date_from)} – {format_date(self.env, self.date_to)}"
        heading = [
            (self.env._("Supplier"), self.partner_id.display_name),
            (self.env._("Period"), period),
            (self.env._("Grade"), self.grade or "–"),
        ]
        dataset = {
            "title": self.env._("Supplier Scorecard"),
            "summary": [
                make_figure(
                    "score",
                    self.env._("Score"),
                    round(self.score, 2) if self.has_score else None,
                    "quantity",
                )
            ],
            "tables": [self._get_figure_table(), self._get_line_table()],
            "notes": [self._get_report_rules()],
        }
        labels = {"summary": self.env._("Summary"), "total": self.env._("Total")}
        return write_workbook(dataset, heading, labels)

    def _get_figure_table(self):
        columns = [
            make_column("name", self.env._("Figure"), width=34),
            make_column("result", self.env._("Result"), width=16),
            make_column("basis", self.env._("Measured From"), width=20),
            make_column("weight", self.env._("Weight (%)"), "quantity"),
            make_column("points", self.env._("Points"), "quantity"),
        ]
        rows = [
            {
                "name": row["line"].name,
                "result": row["line"].value_text,
                "basis": row["line"].basis_text or "",
                "weight": round(row["share"], 2),
                "points": round(row["line"].points, 2) if row["line"].has_data else None,
            }
            for row in self._get_report_rows()
        ]
        return make_table("figures", self.env._("Figures"), columns, rows)

    def _get_line_table(self):
        """Return the lines due with the verdict on each."""
        lines = self.env["purchase.order.line"].browse(self.line_ids or []).exists()
        lines = lines.with_context(scm_evaluation_id=self.id)
        labels = dict(lines._fields["scm_verdict"]._description_selection(self.env))
        columns = [
            make_column("order", self.env._("Purchase Order")),
            make_column("product", self.env._("Product"), width=34),
            make_column("promise", self.env._("Original Promise"), "date"),
            make_column("receipt", self.env._("Last Receipt"), "date"),
            make_column("ordered", self.env._("Ordered Qty"), "quantity"),
            make_column("accepted", self.env._("Accepted"), "quantity"),
            make_column("verdict", self.env._("Verdict"), width=18),
        ]
        verdicts = self._get_line_verdicts(lines)
        rows = [
            line._get_xlsx_row(verdicts[line.id], labels) for line in lines if verdicts.get(line.id)
        ]
        return make_table("lines", self.env._("Lines Due"), columns, rows)
