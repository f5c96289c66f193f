# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from types import SimpleNamespace

from odoo import fields, models

REPORT = "scm_assistant_supplier.report_scorecard"


class ScmSupplierEvaluation(models.Model):
    """What is kept of a measurement: its rules, the verdict on each line, the print.

    The rules are those of the moment of measuring, like the score; the verdicts are
    judged by them, on what had moved up to then, when it is handed in. Template and
    orders may change after.
    """

    _inherit = "scm.supplier.evaluation"

    rules = fields.Json(readonly=True, copy=False)
    verdicts = fields.Json(readonly=True, copy=False)
    pdf_attachment_id = fields.Many2one(
        "ir.attachment",
        "Confirmed Scorecard",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="As it was printed when it was confirmed.",
    )

    def _submit(self):
        """Override of the approval: what the figures stand on is kept from here on."""
        # sudo: the evaluation keeps its own verdicts; nobody writes them by hand.
        self.sudo()._write_own({"verdicts": self._measure_verdicts()})
        return super()._submit()

    def _apply_once(self):
        """Override of the approval: what was confirmed is printed and kept."""
        result = super()._apply_once()
        if self.approval_state == "applied" and not self.pdf_attachment_id:
            self._keep_pdf()
        return result

    def _keep_pdf(self):
        """Print the confirmed scorecard; leave it out where no PDF can be printed.

        Odoo prints HTML in tests. Who confirms evaluations while no server answers, as during
        an installation, says ``scm_without_pdf`` in the context: the pages want its styles.
        """
        self.ensure_one()
        # sudo: the settings of the printer are the administrator's.
        printer = self.env["ir.actions.report"].sudo()
        if self.env.context.get("scm_without_pdf") or printer.get_wkhtmltopdf_state() == "install":
            return
        content, kind = printer._render_qweb_pdf(REPORT, self.ids)
        if kind != "pdf":
            return
        values = {
            "name": f"{self._get_report_name()}.pdf",
            "raw": content,
            "mimetype": "application/pdf",
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
        }
        # sudo: the evaluation keeps its own print; nobody writes that by hand.
        attachment = self.env["ir.attachment"].sudo().create(values)
        self.sudo()._write_own({"pdf_attachment_id": attachment.id})

    def _get_rules(self):
        """Return the rules that the score was measured by.

        One that was measured before they were kept shows those of its template.
        """
        self.ensure_one()
        return SimpleNamespace(**(self.rules or self.template_id._get_rules()))

    def _get_verdicts(self):
        """Return {order line id: how it went}, as it was kept, else as it is now."""
        self.ensure_one()
        verdicts = self.verdicts if isinstance(self.verdicts, dict) else self._measure_verdicts()
        return {int(line_id): verdict for line_id, verdict in verdicts.items()}

    def _get_line_verdicts(self, lines):
        """Return {order line id: how it went} of ``lines``."""
        verdicts = self._get_verdicts()
        return {line_id: verdicts.get(line_id, {}) for line_id in lines.ids}

    def _measure_verdicts(self):
        """Return {order line id: how it went}, by the rules and the last day of the score."""
        self.ensure_one()
        scope = self._get_scope()
        scope = scope._replace(template=self._get_rules(), cutoff=self.cutoff_date or scope.cutoff)
        verdicts = self.env["scm.supplier.figures"]._get_verdicts(scope)
        partner = self.partner_id.id
        return {
            line_id: verdict
            for line_id, verdict in verdicts.items()
            if verdict["partner_id"] == partner
        }
