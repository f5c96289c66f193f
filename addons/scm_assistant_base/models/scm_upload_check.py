# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

MAX_BYTES = 20_000_000
OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = {"application/pdf": "PDF"}
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WebP"}
# What a scanner or a phone makes of paper.
SCANS = {**PDF, "image/png": "PNG", "image/jpeg": "JPEG"}
DOCUMENTS = {
    **PDF,
    **PICTURES,
    f"{OFFICE}.wordprocessingml.document": "DOCX",
    f"{OFFICE}.spreadsheetml.sheet": "XLSX",
}


class ScmUploadCheck(models.AbstractModel):
    """Says what an uploaded file may be: by its content, whatever its name says."""

    _name = "scm.upload.check"
    _description = "Check of Uploads"

    @api.model
    def _check_upload(self, name, content, kinds):
        """Refuse a file that is of no kind in ``kinds`` or too large.

        :param bytes content: of the file
        :param dict kinds: {media type: what people call it}
        """
        if len(content) > MAX_BYTES:
            raise UserError(
                self.env._(
                    "%(name)s is larger than %(limit)s MB; upload a smaller file.",
                    name=name,
                    limit=MAX_BYTES // 1_000_000,
                )
            )
        if guess_mimetype(content, default="") not in kinds:
            raise UserError(
                self.env._(
                    "%(name)s can't be used: upload %(kinds)s.",
                    name=name,
                    kinds=", ".join(kinds.values()),
                )
            )

    @api.model
    def _check_files(self, records, kinds):
        """Check the files of records that keep them as ``name`` and ``content``.

        Call it from ``@api.constrains("content")``.
        """
        # Whole: the web client asks for sizes instead of contents.
        for record in records.with_context(bin_size=False).filtered("content"):
            self._check_upload(record.name, base64.b64decode(record.content), kinds)

    @api.model
    def _check_attachments(self, attachments, kinds):
        for attachment in attachments:
            self._check_upload(attachment.name, attachment.raw or b"", kinds)
