# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.addons.scm_assistant_base.controllers.access_link import (
    render_invalid_link,
    render_link_page,
)
from odoo.http import request

from ..models.scm_supplier_update import LINK_PURPOSE

MAX_FIGURE = 10**9
MAX_REMARK = 2000
FIGURES = {"price": float, "delay": int, "min_qty": float}


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
        for line in update.line_ids:
            found = figures.setdefault(line.id, {})
            for name, kind in FIGURES.items():
                text = (answers.get(f"{name}_{line.id}") or "").strip().replace(",", "")
                if not text:
                    continue
                value = self._read_figure(text, kind)
                if value is None:
                    wrong.append(line.product_tmpl_id.display_name)
                else:
                    found[name] = value
        return figures, sorted(set(wrong))

    def _read_figure(self, text, kind):
        """Return the number that was typed, None where it is none or absurd."""
        try:
            value = kind(text)
        except ValueError:
            return None
        # Not a number compares as false, so infinity and nan are refused as well.
        return value if 0 <= value <= MAX_FIGURE else None
