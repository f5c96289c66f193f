# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import LockError, UserError


class ScmLinkDocumentMixin(models.AbstractModel):
    """A document that somebody without login reads and answers behind a link.

    The document says three things of its links, once: ``_link_purpose``, the word in
    their address (``/scm/<purpose>/<token>``); ``_link_days``, how long one is good;
    ``_link_template``, the XML id of the mail, which finds the address as
    ``ctx.get("scm_url")``. It has a ``company_id`` and, unless ``_get_link_partner`` says
    otherwise, a ``partner_id``, and it answers these questions:

    * ``_is_link_open``: may it be read by link now? False answers as a wrong link does.
    * ``_is_link_answerable``: does it still take an answer? Asked after its lock is taken.
    * ``_check_link_issuable``: refuse a link, with what to do about it.
    * ``_update_link_issued``: what the document notes once a link is out, as state or time.

    In return it has ``_send_link`` (by mail), ``action_copy_link`` (to pass on by hand, where
    the partner has no e-mail or prefers another way) and ``_revoke_links``. There is one
    link at a time: a new one ends the one before. Whoever may write the document may
    issue its links. The page is a ``LinkPage``, in controllers/link_page.py.
    """

    _name = "scm.link.document.mixin"
    _description = "Document behind a Link"
    _link_purpose = None
    _link_days = 14
    _link_template = None

    def action_copy_link(self):
        """Issue a link to be passed on by hand, and show its address, this once.

        The address goes to the browser alone: no table, no chatter holds it.
        """
        self.ensure_one()
        link, url = self._issue_link(is_copied=True)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Copy Link"),
            "res_model": "scm.link.copy",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_url": url,
                "default_partner_id": self._get_link_partner().id,
                # sudo: who may issue a link need not see the list of links.
                "default_expires_at": link.sudo().expires_at,
            },
        }

    def _send_link(self):
        """Issue a link and mail it, apart from the chatter; return (link, address)."""
        self.ensure_one()
        partner = self._get_link_partner()
        if not partner.email:
            raise UserError(
                self.env._(
                    "%(partner)s has no e-mail address. Add one, or copy the link and pass it on.",
                    partner=partner.display_name,
                )
            )
        template = self._get_link_template()
        link, url = self._issue_link()
        # Words and days of the mail are those of the page, also when a job reminds.
        template = template.with_context(
            lang=self._get_link_language(), tz=self._get_link_timezone()
        )
        self.env["scm.access.link"]._mail(self, template, url)
        return link, url

    def _get_link_template(self):
        """Return the mail that carries the link.

        :raise UserError: it was deleted; what to do instead
        """
        template = self.env.ref(self._link_template, raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._(
                    "The e-mail template of this link was deleted. Copy the link and pass it on; "
                    "an update of the app brings the template back."
                )
            )
        return template

    def _issue_link(self, is_copied=False):
        """Issue a link, end the ones before, and return (link, address).

        :raise UserError: it can't be given out now, see ``_check_link_issuable``
        :raise LockError: somebody else is working on the document
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_link_document()
        self._check_link_issuable()
        link, url = self.env["scm.access.link"]._renew(
            self,
            self._link_purpose,
            self._get_link_partner(),
            days=self._link_days,
            is_copied=is_copied,
        )
        self._update_link_issued(link)
        return link, url

    def _revoke_links(self):
        """End all links to the documents."""
        self.env["scm.access.link"]._revoke_all(self, self._link_purpose)

    def _lock_link_document(self):
        """Take the lock, then forget what was read before it."""
        try:
            self.lock_for_update()
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody is working on %(name)s at this moment. Look at it again in a minute.",
                    name=", ".join(self.mapped("display_name")),
                )
            ) from error
        self.invalidate_recordset()

    def _is_link_open(self):
        """Tell whether the document may be read by link; extend to close a withdrawn one."""
        self.ensure_one()
        return True

    def _is_link_answerable(self):
        """Tell whether the document still takes an answer; extend to say when it does not."""
        self.ensure_one()
        return True

    def _check_link_issuable(self):
        """Raise UserError where no link may be given out now; extend to add reasons."""

    def _update_link_issued(self, link):
        """Note that a link is out, by mail or by hand; extend to write state or time."""

    def _get_link_partner(self):
        """Return whom the links are for; extend where it is not ``partner_id``."""
        return self.partner_id

    def _get_link_language(self):
        """Return the language of the mail and of the page, one that is installed."""
        self.ensure_one()
        wished = (self._get_link_partner().lang, self.company_id.partner_id.lang, self.env.lang)
        installed = self.env["res.lang"]
        return next((code for code in wished if code and installed._get_data(code=code)), "en_US")

    def _get_link_timezone(self):
        """Return the time zone of the mail and of the page: its days are the company's."""
        self.ensure_one()
        return self.company_id._scm_get_timezone()
