# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http

from .link_page import LINK_ROUTE, render_invalid_link


class ScmAccessLinkController(http.Controller):
    """Answers the links of purposes that no installed addon serves.

    An addon serves its own by a more exact route: /scm/confirm/<string:token>.
    """

    @http.route("/scm/<string:purpose>/<string:token>", methods=["GET"], **LINK_ROUTE)
    def open_unserved_link(self, purpose, token, **_kwargs):
        return render_invalid_link()
