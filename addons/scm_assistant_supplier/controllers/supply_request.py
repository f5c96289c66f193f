# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, http
from odoo.addons.scm_assistant_base.controllers.access_link import (
    render_invalid_link,
    render_link_page,
)
from odoo.exceptions import UserError
from odoo.http import request

from ..models.tracking.scm_supply_request import PURPOSE

TEMPLATE = "scm_assistant_supplier.supply_request_page"
PARTS = range(1, 4)
NAME_LENGTH = 80


class SupplyRequestController(http.Controller):
    """The page on which a supplier says when his lines arrive, without login."""

    @http.route(
        f"/scm/{PURPOSE}/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show_supply_request(self, token, **_kwargs):
        """Show the question; a mail scanner that looks at it changes nothing."""
        link, question = self._open(token)
        return self._render(question) if link else render_invalid_link()

    @http.route(
        f"/scm/{PURPOSE}/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def answer_supply_request(self, token, **post):
        link, question = self._open(token)
        if not link:
            return render_invalid_link()
        if question.state != "sent":
            return self._render(question, is_repeated=True)
        if self._find_foreign_lines(question, post):
            return render_invalid_link()
        try:
            with request.env.cr.savepoint():
                answers = self._read_answers(question, post)
                is_new = question._receive_answer(
                    answers, (post.get("answered_by") or "").strip()[:NAME_LENGTH]
                )
                if is_new:
                    link._record_use()
        except UserError as error:
            return self._render(question, error=str(error), post=post)
        return self._render(question, is_repeated=not is_new)

    def _open(self, token):
        """Return the link and its question, both empty when the token opens nothing."""
        link = request.env["scm.access.link"]._resolve(token, PURPOSE)
        question = link._get_document()
        if not question or question.state not in ("sent", "answered"):
            return link.browse(), question
        # The supplier reads his own language, whatever his browser says.
        lang = question.partner_id.lang or request.env.lang
        zone = question.company_id._scm_get_timezone()
        request.update_context(lang=lang, tz=zone)
        question = question.with_context(lang=lang, tz=zone).with_company(question.company_id)
        return link, question

    def _find_foreign_lines(self, question, post):
        """Return the lines in the form that are not of this question: somebody tampered."""
        known = {str(line_id) for line_id in question.line_ids.ids}
        kinds = ("answer_", "asked_", "date_", "norest_", "qty_")
        named = {key.split("_")[1] for key in post if key.startswith(kinds)}
        return named - known - {"by"}

    def _read_answers(self, question, post):
        """Return the answers of the form, by line id; see ``scm.supply.request.line``."""
        answers = {}
        for line in question._get_open_lines():
            kind = post.get(f"answer_{line.id}")
            numbers = PARTS if kind == "parts" else (0,) if kind == "date" else ()
            parts = [self._read_part(post, line.id, number) for number in numbers]
            answers[line.id] = {
                "answer": kind,
                "asked": post.get(f"asked_{line.id}"),
                "parts": [part for part in parts if any(part)],
                "no_rest": bool(post.get(f"norest_{line.id}")),
                "reason": (post.get(f"reason_{line.id}") or "").strip(),
            }
        return answers

    def _read_part(self, post, line_id, number):
        try:
            date = fields.Date.to_date(post.get(f"date_{line_id}_{number}") or False)
            quantity = float(post.get(f"qty_{line_id}_{number}") or 0)
        except ValueError as error:
            raise UserError(request.env._("Please check the dates and quantities.")) from error
        if quantity != quantity or abs(quantity) == float("inf"):
            raise UserError(request.env._("Please check the dates and quantities."))
        return date or False, quantity

    def _render(self, question, **values):
        is_done = question.state == "answered"
        lines = question.line_ids.filtered(lambda line: line.answer != "replaced")
        return render_link_page(
            TEMPLATE,
            {
                "question": question,
                "lines": lines if is_done else question._get_open_lines(),
                "is_done": is_done,
                "parts": PARTS,
                "post": {},
                "today": fields.Date.context_today(question),
                **values,
            },
        )
