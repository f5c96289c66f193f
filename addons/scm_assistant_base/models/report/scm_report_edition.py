# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import image_data_uri
from odoo.tools.misc import format_date, formatLang

from ...tools.notification import RELOAD, get_notification_action
from ...tools.report_dataset import NUMBERS, RECORD_KEY, get_totals, is_wide
from ...tools.report_xlsx import write_workbook

NAMESPACE = "scm_assistant_base"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A file may come later, where the server could not print; once there, it stays.
FILES = {"pdf_attachment_id", "xlsx_attachment_id"}
DELIVERY_STATES = [
    ("none", "Not Sent"),
    ("waiting", "In the Outbox"),
    ("sent", "Sent"),
    ("failed", "Not Delivered"),
]


class ScmReportEdition(models.Model):
    """What a report said about a period at the moment when it was issued.

    Never written again: issuing the same period once more makes a new version.
    """

    _name = "scm.report.edition"
    _description = "Report Edition"
    _order = "date_to DESC, issued_at DESC, id DESC"

    name = fields.Char("Title", required=True, readonly=True)
    report_id = fields.Many2one("scm.report", readonly=True, index=True, ondelete="set null")
    # What it was issued as, for when the module of the kind is gone, and the report with it.
    kind = fields.Char("Content", compute="_compute_origin", store=True)
    report_name = fields.Char("Report as Issued", compute="_compute_origin", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    version = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        help="Counts how often this period was issued. Earlier versions stay as they were.",
    )
    lang = fields.Selection("_get_languages", "Language", readonly=True)
    issued_at = fields.Datetime("Issued", required=True, readonly=True)
    issued_by_id = fields.Many2one("res.users", "Issued by", required=True, readonly=True)
    is_scheduled = fields.Boolean("Scheduled", readonly=True)
    dataset = fields.Json(required=True, readonly=True)
    preview = fields.Html("Figures", compute="_compute_preview", sanitize=False)
    pdf_attachment_id = fields.Many2one("ir.attachment", "PDF", readonly=True)
    xlsx_attachment_id = fields.Many2one("ir.attachment", "XLSX", readonly=True)
    mail_ids = fields.Many2many("mail.mail", readonly=True, groups="base.group_system")
    delivery_state = fields.Selection(
        DELIVERY_STATES, "Mail State", compute="_compute_delivery_state", compute_sudo=True
    )
    has_live_action = fields.Boolean(compute="_compute_has_live_action")
    is_latest = fields.Boolean("Latest Version", compute="_compute_is_latest")

    _version_uniq = models.Constraint(
        "UNIQUE(report_id, company_id, date_from, date_to, version)",
        "This version of the period has been issued already.",
    )
    _scheduled_uniq = models.UniqueIndex(
        "(report_id, company_id, date_from, date_to) WHERE is_scheduled",
        "The schedule has issued this period already.",
    )

    @api.depends("report_id")
    def _compute_origin(self):
        for edition in self:
            report = edition.report_id.with_context(lang=edition.lang)
            edition.kind = edition.kind or report.kind
            edition.report_name = edition.report_name or report.name

    @api.depends("name", "date_from", "date_to", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for edition in self:
            edition.display_name = f"{edition.name}, {edition._get_period_text()}"

    @api.depends("dataset")
    @api.depends_context("lang")
    def _compute_preview(self):
        for edition in self:
            # The form above tells company, period and who issued it.
            edition.preview = edition._render(
                "scm_report_edition_content", with_links=True, heading=edition._get_filter_lines()
            )

    @api.depends("mail_ids.state")
    def _compute_delivery_state(self):
        for edition in self:
            states = set(edition.mail_ids.mapped("state"))
            if states & {"exception", "cancel"}:
                edition.delivery_state = "failed"
            elif "outgoing" in states:
                edition.delivery_state = "waiting"
            else:
                edition.delivery_state = "sent" if states else "none"

    @api.depends("kind")
    def _compute_has_live_action(self):
        for edition in self:
            edition.has_live_action = bool(edition._get_live_action())

    def _compute_is_latest(self):
        # One whose report is gone is compared with those that were issued as the same.
        groups = self._read_group(
            [("report_id", "in", [*self.report_id.ids, False])],
            ["report_id", "kind", "report_name", "company_id", "date_from:day", "date_to:day"],
            ["version:max"],
        )
        last = {}
        for report, *origin, company, date_from, date_to, version in groups:
            key = (report.id or tuple(origin), company, date_from, date_to)
            last[key] = max(version, last.get(key, 0))
        for edition in self:
            origin = edition.report_id.id or (edition.kind, edition.report_name)
            key = (origin, edition.company_id, edition.date_from, edition.date_to)
            edition.is_latest = edition.version == last.get(key)

    @api.model
    def _get_languages(self):
        return self.env["res.lang"].get_installed()

    def write(self, vals):
        """Refuse to change what was issued, whoever asks; a missing file may be added."""
        self.check_access("write")
        frozen = set(vals) - {"mail_ids"}
        for edition in self:
            added = {name for name in frozen & FILES if not edition[name]}
            if frozen - added:
                raise UserError(
                    self.env._(
                        "%s was issued and stays as it is. Issue the period once more instead.",
                        edition.display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was issued is kept. It can't be deleted."))

    def action_download_pdf(self):
        """Download the PDF; print it first if that was not possible until now."""
        self.ensure_one()
        if not self.pdf_attachment_id:
            self.check_access("read")
            self.sudo()._render_pdf()  # sudo: adds the missing file, changes nothing
        if not self.pdf_attachment_id:
            raise UserError(
                self.env._(
                    "This server can't print PDF files: wkhtmltopdf is missing. "
                    "The figures are in the XLSX file."
                )
            )
        return self._get_download_action(self.pdf_attachment_id)

    def action_download_xlsx(self):
        self.ensure_one()
        return self._get_download_action(self.xlsx_attachment_id)

    def action_open_live(self):
        """Open the records behind, as they are now."""
        self.ensure_one()
        action = self._get_live_action()
        if not action:
            raise UserError(self.env._("There are no records to open behind this report."))
        return action

    def action_send(self):
        """Send this edition to the recipients of its report."""
        self.ensure_one()
        self.check_access("read")
        recipients = self._send()
        if not recipients:
            raise UserError(
                self.env._("Nobody receives this report. Name its recipients in the report.")
            )
        names = ", ".join(recipients.mapped("display_name"))
        return get_notification_action(
            self.env._("On its way to %s", names), "success", then=RELOAD
        )

    def _get_live_action(self):
        """Return the action that opens the records behind, or None where nothing does."""
        self.ensure_one()
        kind = self.env["scm.report"]._find_kind(self.kind)
        return None if kind is None else kind._get_live_action(self)

    def _get_download_action(self, attachment):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    # Files
    def _render_files(self):
        """Make the workbook, and the PDF where the server can print.

        Who issues many editions at once says ``scm_without_pdf`` in the context: a PDF takes
        two seconds, and the first one who downloads it has it printed as well.
        """
        for edition in self:
            content = edition._render_xlsx()
            edition.xlsx_attachment_id = edition._create_attachment("xlsx", content, XLSX_TYPE)
            if not self.env.context.get("scm_without_pdf"):
                edition._render_pdf()

    def _render_xlsx(self):
        self.ensure_one()
        edition = self.with_context(lang=self.lang)
        labels = {"summary": edition.env._("Summary"), "total": edition.env._("Total")}
        return write_workbook(
            self.dataset,
            edition._get_heading(),
            labels,
            money_digits=self.company_id.currency_id.decimal_places,
        )

    def _render_pdf(self):
        """Print the PDF and keep it; leave it out where wkhtmltopdf is missing."""
        self.ensure_one()
        # sudo: the settings of the printer are the administrator's.
        printer = self.env["ir.actions.report"].sudo()
        if printer.get_wkhtmltopdf_state() == "install":
            return
        report_ref = f"{NAMESPACE}.scm_report_edition_action_report"
        # The pages carry their own style and pictures: printing needs no web server.
        content = printer._run_wkhtmltopdf(
            [self._render("scm_report_edition_document")],
            report_ref=report_ref,
            header=self._render("scm_report_edition_header"),
            footer=self._render("scm_report_edition_footer"),
            landscape=is_wide(self.dataset),
        )
        self.pdf_attachment_id = self._create_attachment("pdf", content, "application/pdf")

    def _create_attachment(self, extension, content, mimetype):
        return self.env["ir.attachment"].create(
            {
                "name": f"{self._get_file_name()}.{extension}",
                "raw": content,
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
                "company_id": self.company_id.id,
            }
        )

    def _get_file_name(self):
        name = "".join(" " if letter in '\\/:*?"<>|' else letter for letter in self.name)
        suffix = f" v{self.version}" if self.version > 1 else ""
        return f"{name} {self.date_from} {self.date_to}{suffix}"

    def _render(self, template, **values):
        """Return the HTML of a template in the language of the edition."""
        self.ensure_one()
        edition = self.with_context(lang=self.lang)
        # sudo: the name and logo of the company, whatever the reader may see of it.
        company = edition.company_id.sudo()
        return edition.env["ir.qweb"]._render(
            f"{NAMESPACE}.{template}",
            {
                "edition": edition,
                "company": company,
                "logo": image_data_uri(company.logo) if company.logo else "",
                "heading": edition._get_heading(),
                "summary": edition._get_summary_cells(),
                "tables": [edition._get_table_cells(one) for one in self.dataset["tables"]],
                "notes": self.dataset.get("notes", ()),
                "with_links": False,
                **values,
            },
            minimal_qcontext=True,
        )

    def _get_period_text(self):
        """Return the period in words, with the version from the second on."""
        days = dict.fromkeys((self.date_from, self.date_to))
        text = " – ".join(format_date(self.env, day) for day in days)
        if self.version == 1:
            return text
        return self.env._("%(period)s (version %(number)s)", period=text, number=self.version)

    def _get_heading(self):
        """Return pairs of label and text that stand above the figures."""
        self.ensure_one()
        zone = self.company_id._scm_get_timezone()
        moment = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.issued_at)
        issued = f"{format_date(self.env, moment.date())} {moment:%H:%M}"
        return [
            (self.env._("Company"), self.company_id.sudo().name),
            (self.env._("Period"), self._get_period_text()),
            *self._get_filter_lines(),
            (self.env._("Issued"), issued),
            (self.env._("Issued by"), self.issued_by_id.sudo().name),
        ]

    def _get_filter_lines(self):
        """Return pairs of label and text of what the report is confined to."""
        return [(one["label"], one["text"]) for one in self.dataset.get("filters", ())]

    def _get_summary_cells(self):
        return [
            (figure["label"], self._format(figure["type"], figure["value"]))
            for figure in self.dataset.get("summary", ())
        ]

    def _get_table_cells(self, table):
        """Return a table as texts: what is printed and shown."""
        columns = table["columns"]
        totals = get_totals(table) if table["rows"] else {}
        return {
            **table,
            "columns": [{**one, "is_number": one["type"] in NUMBERS} for one in columns],
            "lines": [
                {
                    "link": self._get_link(row),
                    "cells": [self._format(one["type"], row.get(one["name"])) for one in columns],
                }
                for row in table["rows"]
            ],
            "totals": totals
            and [
                self._format(one["type"], totals[one["name"]]) if one["name"] in totals else ""
                for one in columns
            ],
        }

    def _get_link(self, row):
        """Return where the record behind a row is seen; one of a module that is gone nowhere."""
        model, record_id = row.get(RECORD_KEY) or (None, None)
        return f"/odoo/{model}/{record_id}" if model in self.env else ""

    def _format(self, kind, value):
        """Return a value as text in the language of the edition; no data is a dash."""
        if value is None:
            return "–"
        if kind == "money":
            return formatLang(self.env, value, digits=self.company_id.currency_id.decimal_places)
        if kind == "percent":
            return f"{formatLang(self.env, value * 100, digits=1)} %"
        if kind in NUMBERS:
            return formatLang(self.env, value, digits=2 if value % 1 else 0)
        return format_date(self.env, value) if kind == "date" else value

    # Mail
    def _send(self):
        """Put a mail with both files into the outbox for each recipient; return them."""
        self.ensure_one()
        recipients = self.report_id._get_recipients(self.company_id)
        # sudo: mails and their attachments are not the assistant's to make in general.
        edition = self.sudo()
        sender = self.env.user
        mails = edition.env["mail.mail"].create(
            [edition._prepare_mail_values(partner, sender) for partner in recipients]
        )
        edition.mail_ids |= mails
        return recipients

    def _prepare_mail_values(self, partner, sender):
        """Return a mail in the language of ``partner``; the files keep the report's own."""
        edition = self.with_context(lang=partner.lang or self.lang)
        body = edition.env["ir.qweb"]._render(
            f"{NAMESPACE}.scm_report_edition_mail",
            {
                "edition": edition,
                "sender": sender,
                "lines": edition._get_mail_lines(partner),
                "summary": edition._get_summary_cells(),
            },
        )
        return {
            "subject": edition.display_name,
            "body_html": Markup(body),
            "recipient_ids": [fields.Command.link(partner.id)],
            "attachment_ids": [
                fields.Command.set((edition.pdf_attachment_id | edition.xlsx_attachment_id).ids)
            ],
            "email_from": sender.email_formatted or edition.company_id.email_formatted,
            "author_id": sender.partner_id.id,
            "model": self._name,
            "res_id": self.id,
            "auto_delete": False,
        }

    def _get_mail_lines(self, partner):
        values = {"name": self.name, "period": self._get_period_text()}
        if self.pdf_attachment_id:
            text = self.env._("Attached is “%(name)s”, %(period)s, as PDF and as XLSX.", **values)
        else:
            text = self.env._("Attached is “%(name)s”, %(period)s, as XLSX.", **values)
        return [self.env._("Dear %s,", partner.name), text]
