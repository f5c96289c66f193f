# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..models.contract.scm_contract_signing import LINK_PURPOSE
from ..tools import evidence, link_form
from .link_page import LINK_JSON_ROUTE, LINK_ROUTE, LinkPage, render_invalid_link

PATH = f"/scm/{LINK_PURPOSE}/<string:token>"
MAX_NAME = 100
MAX_REASON = 2000


class ScmContractController(LinkPage, http.Controller):
    """The partner reads and signs a contract behind a link, without login."""

    _link_model = "scm.contract"
    _page_template = "scm_assistant_base.contract_page"

    @http.route(PATH, methods=["GET"], **LINK_ROUTE)
    def open_contract(self, token, outcome=None, **_kwargs):
        return self._show(token, outcome)

    @http.route(f"{PATH}/document", methods=["GET"], **LINK_ROUTE)
    def open_document(self, token, **_kwargs):
        link, contract = self._open(token)
        if not link:
            return render_invalid_link()
        document = contract.signed_attachment_id or contract.attachment_id
        headers = {
            "Content-Type": "application/pdf",
            "Content-Disposition": content_disposition(document.name),
        }
        return request.make_response(document.raw, headers=list(headers.items()))

    @http.route(f"{PATH}/sign", **LINK_JSON_ROUTE)
    def sign_contract(self, token, **values):
        """Record the partner's signature; answer as Odoo's signature form expects."""
        return self._take_json(token, values, self._take_signature)

    @http.route(f"{PATH}/decline", methods=["POST"], **LINK_ROUTE)
    def decline_contract(self, token, **form):
        """Tell the responsible what the partner wants changed before signing."""
        return self._take(token, form, self._take_wish)

    @http.route(f"{PATH}/decline", methods=["GET"], **LINK_ROUTE)
    def open_declined_contract(self, token, **_kwargs):
        """Show the page where an error left its reader at the form's address."""
        return self._show(token)

    def _take_signature(self, link, contract, values):
        picture = evidence.read_signature(values.get("signature"))
        # One more than fits, so that a longer name is refused and not cut.
        name = link_form.read_text(values.get("name"), MAX_NAME + 1)
        if not picture or not name or len(name) > MAX_NAME:
            raise UserError(request.env._("Write your name and draw your signature."))
        if values.get("consent") is not True:
            raise UserError(request.env._("Tick that you have read the contract."))
        contract._track_set_author(link.partner_id)
        http_request = request.httprequest
        contract._sign(
            "partner",
            "link",
            name,
            picture=picture,
            link_id=link.id,
            passed_by_id=link.passed_by_id.id,
            address=http_request.remote_addr,
            user_agent=(http_request.user_agent.string or "")[:250],
        )
        return True

    def _take_wish(self, link, contract, form):
        reason = self._read_text(form, "reason", MAX_REASON)
        if not reason:
            raise UserError(request.env._("Write what has to be changed."))
        return contract._ask_change(link.partner_id, reason)

    def _prepare_page_values(self, contract):
        return {"contract": contract}
