# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import http
from odoo.addons.scm_assistant_base.controllers.access_link import (
    render_invalid_link,
    render_link_page,
    set_page_language,
)
from odoo.http import request

from ..models.lifecycle.scm_supplier_update import LINK_PURPOSE

MAX_FIGURE = 10**9
MAX_REMARK = 2000
FIGURES = {"price": float, "delay": int, "min_qty": float}
PLAIN = re.compile(r"\d+\.?\d*|\.\d+")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")


class ScmProductInfoController(http.Controller):
    """A supplier looks through his prices and lead times behind a link, without login."""

    @http.route(
        "/scm/product-info/<string:token>", type="http", auth="public",
        methods=["GET", "POST"], website=True, sitemap=False,
    )  # fmt: skip
    def open_product_info(self, token, **answers):
        link = request.env["scm.access.link"]._resolve(token, LINK_PURPOSE)
        update = link._get_document()
        if not update or update.approval_state == "cancelled":
            return render_invalid_link()
        lang = link.partner_id.lang or request.env.lang
        set_page_language(lang)
        update = update.with_context(lang=lang)
        values = {"update": update, "token": token, "error": ""}
        if request.httprequest.method == "POST" and not update.answered_at:
            figures, wrong = self._read_figures(update, answers)
            if wrong:
                values |= {"error": ", ".join(wrong), "answers": answers}
            else:
                remark = (answers.get("remark") or "").strip()[:MAX_REMARK]
                update._take_answer(figures, remark)
                link._record_use()
        return render_link_page("scm_assistant_supplier.product_info_page", values)

    def _read_figures(self, update, answers):
        """Return ({line id: figures}, names of products with a wrong figure).

        Only the update's own lines are looked up: what else is sent is not read.
        """
        figures, wrong = {}, []
        decimal_point = request.env["res.lang"]._get_data(code=update.env.lang).decimal_point
        for line in update.line_ids:
            found = figures.setdefault(line.id, {})
            for name, kind in FIGURES.items():
                text = (answers.get(f"{name}_{line.id}") or "").strip()
                if not text:
                    continue
                value = self._read_figure(text, kind, decimal_point)
                if value is None:
                    wrong.append(line.product_tmpl_id.display_name)
                else:
                    found[name] = value
        return figures, sorted(set(wrong))

    def _read_figure(self, text, kind, decimal_point):
        """Return the number that was typed, None where it is none, absurd or ambiguous.

        A comma only groups thousands, and only in languages where it does: 1,50 is no
        150, and 1,500 may be one and a half where the comma is the decimal point.
        """
        if GROUPED.fullmatch(text) and decimal_point != ",":
            text = text.replace(",", "")
        if not PLAIN.fullmatch(text):
            return None
        try:
            value = kind(text)
        except ValueError:
            return None
        return value if value <= MAX_FIGURE else None
