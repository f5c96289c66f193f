# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.addons.scm_assistant_base.controllers.access_link import (
    render_invalid_link,
    render_link_page,
)
from odoo.http import request

from ..models.evaluation.scm_supplier_evaluation_share import PURPOSE


class ScorecardController(http.Controller):
    """A supplier's own scorecard, by link: to read, and to remark on before it is confirmed."""

    @http.route(
        f"/scm/{PURPOSE}/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show_scorecard(self, token, sent=None, **_kwargs):
        link = request.env["scm.access.link"]._resolve(token, PURPOSE)
        if not link:
            return render_invalid_link()
        return self._render(link, token, is_sent=bool(sent))

    @http.route(
        f"/scm/{PURPOSE}/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def receive_remark(self, token, metric=None, kind=None, text=None, author=None, **_kwargs):
        link = request.env["scm.access.link"]._resolve(token, PURPOSE)
        if not link:
            return render_invalid_link()
        evaluation = link._get_document()
        # Only figures of this very scorecard can be meant.
        lines = evaluation.metric_ids.filtered(lambda line: str(line.id) == metric)
        lines = lines.with_context(lang=evaluation._get_page_language())
        if not evaluation._receive_remark(lines[:1], kind, text, author):
            return self._render(link, token, is_refused=True)
        link._record_use()
        # A reload does not send it again.
        return request.redirect(f"/scm/{PURPOSE}/{token}?sent=1", code=303)

    def _render(self, link, token, is_sent=False, is_refused=False):
        evaluation = link._get_document()
        language = evaluation._get_page_language()
        request.update_context(lang=language)
        evaluation = evaluation.with_context(lang=language)
        return render_link_page(
            "scm_assistant_supplier.scorecard_page",
            {
                "evaluation": evaluation,
                "token": token,
                "is_sent": is_sent,
                "is_refused": is_refused,
                "is_open": evaluation._is_open_for_remarks(),
            },
        )
