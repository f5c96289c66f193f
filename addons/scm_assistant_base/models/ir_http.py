# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.http import request

# All that is behind a link; the address is the key.
PRIVATE_PATH = "/scm/"
# No cache keeps it, no other site and no index learns it, no other site frames it.
PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": "frame-ancestors 'none'",
}


class IrHttp(models.AbstractModel):
    """Whatever is answered behind a link is private: pages, files, redirects, errors."""

    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        cls._scm_set_private_headers(response)
        return result

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        cls._scm_set_private_headers(response)
        return response

    @classmethod
    def _scm_set_private_headers(cls, response):
        # An exception that is answered as it is has no headers to set.
        if request.httprequest.path.startswith(PRIVATE_PATH) and hasattr(response, "headers"):
            response.headers.update(PRIVATE_HEADERS)
