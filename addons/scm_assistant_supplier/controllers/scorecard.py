# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.addons.scm_assistant_base.controllers.link_page import LINK_ROUTE, LinkPage
from odoo.exceptions import UserError
from odoo.http import request

from ..models.evaluation.scm_supplier_evaluation_share import MAX_AUTHOR, MAX_TEXT, PURPOSE

PATH = f"/scm/{PURPOSE}/<string:token>"


class ScorecardController(LinkPage, http.Controller):
    """A supplier's own scorecard, by link: to read, and to remark on before it is confirmed."""

    _link_model = "scm.supplier.evaluation"
    _page_template = "scm_assistant_supplier.scorecard_page"

    @http.route(PATH, methods=["GET"], **LINK_ROUTE)
    def show_scorecard(self, token, outcome=None, **_kwargs):
        return self._show(token, outcome)

    @http.route(PATH, methods=["POST"], **LINK_ROUTE)
    def receive_remark(self, token, **form):
        return self._take(token, form, self._take_remark)

    def _take_remark(self, link, evaluation, form):
        text = self._read_text(form, "text", MAX_TEXT)
        if not text:
            raise UserError(request.env._("Write what we should know."))
        known = evaluation.remark_ids
        # Only figures of this very scorecard can be meant.
        figure = evaluation.metric_ids.filtered(lambda line: str(line.id) == form.get("metric"))
        author = self._read_text(form, "author", MAX_AUTHOR)
        remark = evaluation._receive_remark(figure[:1], form.get("kind"), text, author)
        return remark not in known

    def _prepare_page_values(self, evaluation):
        return {"evaluation": evaluation}
