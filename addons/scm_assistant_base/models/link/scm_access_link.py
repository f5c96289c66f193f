# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
import secrets

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.actions import open_records

TOKEN_BYTES = 32
STATES = [("valid", "Valid"), ("expired", "Expired"), ("revoked", "Revoked")]


class ScmAccessLink(models.Model):
    """Lets somebody without login do one thing with one document until a given time.

    Only a hash of the token is kept: who reads this table can't open the links.
    """

    _name = "scm.access.link"
    _description = "Access Link"
    _order = "id DESC"
    _rec_name = "document_name"

    purpose = fields.Char(required=True, readonly=True, help="The one thing that it is good for.")
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document Record", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char("Document", readonly=True)
    partner_id = fields.Many2one("res.partner", "Issued to", readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    passed_by_id = fields.Many2one(
        "res.users",
        "Passed on by",
        readonly=True,
        copy=False,
        help="Who copied the address to hand it over, and so has held the key; empty where "
        "it went out by mail alone.",
    )
    token_hash = fields.Char(readonly=True, copy=False, groups="base.group_system")
    state = fields.Selection(STATES, compute="_compute_state", search="_search_state")
    expires_at = fields.Datetime("Valid until", required=True, readonly=True)
    revoked_at = fields.Datetime("Revoked on", readonly=True, copy=False)
    used_at = fields.Datetime("Last Used", readonly=True, copy=False)
    use_count = fields.Integer("Times Used", readonly=True, copy=False)

    _token_hash_uniq = models.UniqueIndex("(token_hash)")
    _document = models.Index("(res_model, res_id)")

    @api.depends("expires_at", "revoked_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for link in self:
            is_expired = not link.expires_at or link.expires_at <= now
            link.state = "revoked" if link.revoked_at else "expired" if is_expired else "valid"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        revoked = Domain("revoked_at", "!=", False)
        expired = Domain("expires_at", "<=", now)
        domains = {
            "valid": ~revoked & ~expired,
            "expired": ~revoked & expired,
            "revoked": revoked,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def action_open_document(self):
        self.ensure_one()
        return open_records(self.env[self.res_model].browse(self.res_id))

    def action_revoke(self):
        """Make the links useless at once; a revoked link stays revoked."""
        self.check_access("read")
        valid = self.filtered(lambda link: not link.revoked_at)
        # sudo: nobody may write links, lest a revoked one be revived; to see is to revoke.
        valid.sudo().revoked_at = fields.Datetime.now()
        for link in valid:
            link._tell_document(
                link.env._(
                    "The link for %(partner)s was revoked.",
                    partner=link.partner_id.display_name or link.env._("an unnamed person"),
                )
            )

    @api.model
    def _issue(self, record, purpose, partner, days=14, is_copied=False):
        """Issue a link to ``record``; return it with its address.

        The address holds the token, and nothing else does: send it or lose it.

        :param bool is_copied: a user passes it on by hand; the document tells so
        """
        record.ensure_one()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        company = record.company_id if "company_id" in record._fields else self.env.company
        # sudo: who may send a document need not administer its links.
        link = self.sudo().create(
            {
                "purpose": purpose,
                "res_model": record._name,
                "res_id": record.id,
                "document_name": record.display_name,
                "partner_id": partner.id,
                "company_id": (company or self.env.company).id,
                "passed_by_id": is_copied and self.env.uid,
                "token_hash": self._get_hash(token),
                "expires_at": fields.Datetime.add(fields.Datetime.now(), days=days),
            }
        )
        link._tell_document(link._get_issue_text(is_copied))
        return link.sudo(self.env.su), f"{record.get_base_url()}/scm/{purpose}/{token}"

    @api.model
    def _renew(self, record, purpose, partner, **options):
        """Issue a link as ``_issue`` does; earlier ones to ``record`` no longer open it."""
        self._revoke_all(record, purpose)
        return self._issue(record, purpose, partner, **options)

    @api.model
    def _revoke_all(self, records, purpose):
        """End the links to ``records`` that are good for ``purpose``."""
        # sudo: links are administered by their documents, not by the user's rights.
        self.sudo().search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("purpose", "=", purpose),
                ("state", "=", "valid"),
            ]
        ).action_revoke()

    @api.model
    def _mail(self, record, template, url):
        """Mail an address by ``template``, which finds it in the context as scm_url.

        Apart from the document: whoever reads its chatter must not hold the key.
        """
        template.with_context(scm_url=url).send_mail(
            record.id, email_values={"model": False, "res_id": False, "auto_delete": True}
        )

    @api.model
    def _resolve(self, token, purpose):
        """Return the link (as OdooBot) that the token opens, or an empty recordset.

        What is written behind it is OdooBot's in the link's company: the public user,
        who asked, is of another company, where colleagues may not even read his name.

        Wrong, expired, revoked, for another purpose or without its document: all the
        same to the caller, who answers each with the same neutral page.
        """
        token_hash = self._get_hash(token or "")
        # sudo: whoever holds the token has no other right.
        link = self.sudo().with_user(SUPERUSER_ID).search([("token_hash", "=", token_hash)])
        link = link.with_company(link.company_id)
        checks = (
            # What the index found is compared once more in constant time.
            hmac.compare_digest(link.token_hash or "", token_hash),
            hmac.compare_digest((link.purpose or "").encode(), (purpose or "").encode()),
            link.state == "valid",
            bool(link._get_document()),
        )
        return link if all(checks) else link.browse()

    def _record_use(self):
        """Count a use; call it when the thing is done, not when a mail scanner looks."""
        self.lock_for_update()
        for link in self:
            link.write({"used_at": fields.Datetime.now(), "use_count": link.use_count + 1})

    def _get_document(self):
        """Return the document, or an empty recordset once it is deleted."""
        if not self or self.res_model not in self.env:
            return self.browse()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _get_issue_text(self, is_copied):
        """Return what the document's chatter says of a new link; never its address."""
        values = {
            "partner": self.partner_id.display_name or self.env._("an unnamed person"),
            "date": format_date(self.env, self.company_id._scm_get_day(self.expires_at)),
        }
        if is_copied:
            return self.env._(
                "The link for %(partner)s was copied to be passed on, valid until %(date)s.",
                **values,
            )
        return self.env._("A link was issued for %(partner)s, valid until %(date)s.", **values)

    def _tell_document(self, body):
        document = self._get_document()
        if hasattr(document, "message_post"):
            # sudo: the note is about the document, not by right of writing it.
            author = self.env.user.partner_id
            document.sudo().message_post(body=body, author_id=author.id)

    @api.model
    def _get_hash(self, token):
        # The token is random and long: a salt or a slow hash would add nothing.
        return hashlib.sha256(token.encode()).hexdigest()
