# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import http
from odoo.addons.scm_assistant_base.controllers.link_page import LINK_ROUTE, LinkPage
from odoo.addons.scm_assistant_base.exceptions import ForeignAnswerError

from ..models.tracking.scm_supply_request import PURPOSE

PATH = f"/scm/{PURPOSE}/<string:token>"
PARTS = range(1, 4)
NAME_LENGTH = 80
# Nobody promises goods for a day beyond ten years: a slip of the keyboard.
MAX_DAYS_AHEAD = 3650
PER_LINE = ("answer_", "asked_", "date_", "norest_", "qty_")


class SupplyRequestController(LinkPage, http.Controller):
    """The page on which a supplier says when his lines arrive, without login."""

    _link_model = "scm.supply.request"
    _page_template = "scm_assistant_supplier.supply_request_page"

    @http.route(PATH, methods=["GET"], **LINK_ROUTE)
    def show_supply_request(self, token, outcome=None, **_kwargs):
        return self._show(token, outcome)

    @http.route(PATH, methods=["POST"], **LINK_ROUTE)
    def answer_supply_request(self, token, **form):
        return self._take(token, form, self._take_answer)

    def _take_answer(self, link, question, form):
        self._check_own_lines(question, form)
        answers = self._read_answers(question, form)
        return question._receive_answer(answers, self._read_text(form, "answered_by", NAME_LENGTH))

    def _check_own_lines(self, question, form):
        """Refuse a form with lines that are not of this question: somebody tampered."""
        known = {str(line_id) for line_id in question.line_ids.ids}
        named = {key.split("_")[1] for key in form if key.startswith(PER_LINE)}
        if named - known:
            raise ForeignAnswerError(f"Lines that are not of {question}: {named - known}")

    def _read_answers(self, question, form):
        """Return the answers of the form, by line id; see ``scm.supply.request.line``."""
        answers = {}
        for line in question._get_open_lines():
            kind = form.get(f"answer_{line.id}")
            numbers = PARTS if kind == "parts" else (0,) if kind == "date" else ()
            parts = [self._read_part(form, line, number) for number in numbers]
            answers[line.id] = {
                "answer": kind,
                "asked": form.get(f"asked_{line.id}"),
                "parts": [part for part in parts if any(part)],
                "no_rest": bool(form.get(f"norest_{line.id}")),
                "reason": form.get(f"reason_{line.id}") or "",
            }
        return answers

    def _read_part(self, form, line, number):
        """Return (day, quantity) of a part; a day that is over is told by the line itself."""
        latest = line.company_id._scm_get_today() + timedelta(days=MAX_DAYS_AHEAD)
        day = self._read_day(form, f"date_{line.id}_{number}", latest=latest)
        return day or False, self._read_number(form, f"qty_{line.id}_{number}") or 0

    def _prepare_page_values(self, question):
        is_done = question.state == "answered"
        lines = question.line_ids.filtered(lambda line: line.answer != "replaced")
        return {
            "question": question,
            "lines": lines if is_done else question._get_open_lines(),
            "is_done": is_done,
            "parts": PARTS,
            "today": question.company_id._scm_get_today(),
        }
