# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

# The address is the key: no cache keeps it, no other site and no index learns it.
PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def render_link_page(template, values=None, status=200):
    """Return a page behind a link without login, with headers that keep it private."""
    response = request.render(template, values or {}, status=status)
    response.headers.update(PRIVATE_HEADERS)
    return response


def set_page_language(code):
    """Answer in the reader's own language, whatever his browser says.

    The request's language is that of Odoo's scripts, as on the signature pad.
    """
    request.update_context(lang=code)
    request.lang = request.env["res.lang"]._get_data(code=code)


def render_invalid_link():
    """Return the one page for every link that opens nothing, whatever the reason."""
    return render_link_page("scm_assistant_base.link_invalid", status=404)


class ScmAccessLinkController(http.Controller):
    """Answers the links of purposes that no installed addon serves.

    An addon serves its own by a more exact route: /scm/confirm/<string:token>.
    """

    @http.route(
        "/scm/<string:purpose>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        # The portal layout, and the page in the language of the visitor's browser.
        website=True,
        sitemap=False,
    )
    def open_unserved_link(self, purpose, token, **_kwargs):
        return render_invalid_link()
