# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from html import escape

from odoo import models
from odoo.addons.scm_assistant_base.models.contract.scm_contract_signing import (
    REPORT,
    SIGNATURE_REPORT,
)
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

FONT = "MSung-Light"
# Says that the contract is drawn; an object can't come in over RPC.
DRAWN = object()


def draw_document(contract, report):
    """Return a plain PDF of the text: Odoo's own needs a server that answers."""
    buffer = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("text", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK")
    texts = [contract.name, contract.reference, contract.company_id.name, contract.partner_id.name]
    if report != SIGNATURE_REPORT:
        texts += [f"{title}\n{body}" for title, body in contract._get_filled_clauses()]
    texts += [one.signer_name for one in contract.signature_ids]
    SimpleDocTemplate(buffer, title=contract.name).build(
        [Paragraph(escape(text).replace("\n", "<br/>"), style) for text in texts]
    )
    return buffer.getvalue()


class ScmContract(models.Model):
    _inherit = "scm.contract"

    def _render_document(self, report=REPORT):
        """Override of `scm_assistant_base`: the demo's contracts are drawn, not printed."""
        if self.env.context.get("scm_demo_drawing") is DRAWN:
            return draw_document(self, report)
        return super()._render_document(report)
