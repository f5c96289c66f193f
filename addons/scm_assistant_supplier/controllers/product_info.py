# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.addons.scm_assistant_base.controllers.link_page import LINK_ROUTE, LinkPage
from odoo.exceptions import UserError
from odoo.http import request

from ..models.lifecycle.scm_supplier_update import LINK_PURPOSE

PATH = f"/scm/{LINK_PURPOSE}/<string:token>"
MAX_REMARK = 2000
# What a figure may be at most; a lead time beyond ten years is a slip of the keyboard.
FIGURES = {"price": 10**9, "delay": 3650, "min_qty": 10**9}
WHOLE = {"delay"}


class ScmProductInfoController(LinkPage, http.Controller):
    """A supplier looks through his prices and lead times behind a link, without login."""

    _link_model = "scm.supplier.update"
    _page_template = "scm_assistant_supplier.product_info_page"

    @http.route(PATH, methods=["GET"], **LINK_ROUTE)
    def open_product_info(self, token, outcome=None, **_kwargs):
        return self._show(token, outcome)

    @http.route(PATH, methods=["POST"], **LINK_ROUTE)
    def answer_product_info(self, token, **form):
        return self._take(token, form, self._take_answer)

    def _take_answer(self, link, update, form):
        figures, wrong = self._read_figures(update, form)
        if wrong:
            raise UserError(
                request.env._(
                    "Please write plain numbers like 1234.5, with a point before the decimals: "
                    "%(products)s",
                    products=", ".join(wrong),
                )
            )
        return update._take_answer(figures, self._read_text(form, "remark", MAX_REMARK))

    def _read_figures(self, update, form):
        """Return ({line id: figures}, names of products with a wrong figure).

        Only the update's own lines are looked up: what else is sent is not read.
        """
        figures, wrong = {}, set()
        for line in update.line_ids:
            try:
                figures[line.id] = self._read_line(line, form)
            except UserError:
                wrong.add(line.product_tmpl_id.display_name)
        return figures, sorted(wrong)

    def _read_line(self, line, form):
        """Return {name: figure} of what was typed for a line.

        :raise UserError: a figure is none, ambiguous or absurd
        """
        typed = {
            name: self._read_number(form, f"{name}_{line.id}", maximum)
            for name, maximum in FIGURES.items()
        }
        figures = {name: figure for name, figure in typed.items() if figure is not None}
        if any(not figures[name].is_integer() for name in WHOLE & figures.keys()):
            raise UserError(request.env._("Please check the dates and quantities."))
        return {name: int(value) if name in WHOLE else value for name, value in figures.items()}

    def _prepare_page_values(self, update):
        return {"update": update}
