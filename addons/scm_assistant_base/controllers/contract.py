# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import content_disposition, request

from ..models.contract.scm_contract_signing import LINK_PURPOSE
from ..tools import evidence
from .access_link import (
    PRIVATE_HEADERS,
    render_invalid_link,
    render_link_page,
    set_page_language,
)

MAX_NAME = 100
MAX_REASON = 2000


class ScmContractController(http.Controller):
    """The partner reads and signs a contract behind a link, without login."""

    @http.route(
        "/scm/contract/<string:token>", type="http", auth="public", methods=["GET"],
        website=True, sitemap=False,
    )  # fmt: skip
    def open_contract(self, token, **_kwargs):
        link, contract = self._resolve(token)
        if not link:
            return render_invalid_link()
        contract = contract.with_context(lang=contract.lang)
        values = {"contract": contract, "token": token, "partner": link.partner_id}
        return render_link_page("scm_assistant_base.contract_page", values)

    @http.route(
        "/scm/contract/<string:token>/document", type="http", auth="public", methods=["GET"],
        website=True, sitemap=False,
    )  # fmt: skip
    def open_document(self, token, **_kwargs):
        link, contract = self._resolve(token)
        if not link:
            return render_invalid_link()
        document = contract.signed_attachment_id or contract.attachment_id
        headers = {
            **PRIVATE_HEADERS,
            "Content-Type": "application/pdf",
            "Content-Disposition": content_disposition(document.name),
        }
        return request.make_response(document.raw, headers=list(headers.items()))

    @http.route("/scm/contract/<string:token>/sign", type="jsonrpc", auth="public")
    def sign_contract(self, token, name=None, signature=None, consent=False, **_kwargs):
        """Record the partner's signature; answer as Odoo's signature form expects."""
        link, contract = self._resolve(token)
        if not link:
            return {"error": request.env._("This link is not valid, or no longer valid.")}
        contract = contract.with_context(lang=contract.lang)
        picture = evidence.read_signature(signature)
        name = (name or "").strip()
        if not picture or not name or len(name) > MAX_NAME:
            return {"error": contract.env._("Write your name and draw your signature.")}
        if consent is not True:
            return {"error": contract.env._("Tick that you have read the contract.")}
        contract._track_set_author(link.partner_id)
        http_request = request.httprequest
        contract._sign(
            "partner",
            "link",
            name,
            picture=picture,
            link_id=link.id,
            address=http_request.remote_addr,
            user_agent=(http_request.user_agent.string or "")[:250],
        )
        link._record_use()
        return {"force_refresh": True, "redirect_url": f"/scm/contract/{token}"}

    @http.route(
        "/scm/contract/<string:token>/decline", type="http", auth="public", methods=["POST"],
        website=True, sitemap=False,
    )  # fmt: skip
    def decline_contract(self, token, reason="", **_kwargs):
        """Tell the responsible what the partner wants changed before signing."""
        link, contract = self._resolve(token)
        if not link:
            return render_invalid_link()
        reason = reason.strip()[:MAX_REASON]
        if reason and not contract.is_signed_by_partner:
            contract._ask_change(link.partner_id, reason)
            link._record_use()
        values = {"contract": contract.with_context(lang=contract.lang), "token": token}
        values |= {"partner": link.partner_id, "is_declined": bool(reason)}
        return render_link_page("scm_assistant_base.contract_page", values)

    def _resolve(self, token):
        """Return (link, contract) as OdooBot; both empty where there is nothing to sign."""
        link = request.env["scm.access.link"]._resolve(token, LINK_PURPOSE)
        contract = link._get_document()
        if contract and (contract._name != "scm.contract" or contract.state == "draft"):
            return link.browse(), link.browse()
        if contract:
            set_page_language(contract.lang)
        return link, contract
