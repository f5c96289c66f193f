# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_evaluation import JUNE, NOW, EvaluationCommon, noon


@tagged("post_install", "-at_install")
class TestScorecardPage(HttpCase):
    """The supplier's page: its own figures, its remarks, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The clock of the server in these tests is the real one; only the data are of 2026.
        common = EvaluationCommon
        for name in ("_create_user", "_create_vendor", "_create_product", "_order", "_receive"):
            setattr(cls, name, classmethod(getattr(common, name).__func__))
        common._prepare.__func__(cls)
        cls.rival = cls._create_vendor("Rival Vendor")
        for vendor in (cls.vendor, cls.rival):
            line = cls._order(noon(6, 10), partner_id=vendor.id, price_unit=987.65)
            cls._receive(line, 10, noon(6, 12))
        evaluations = cls.evaluator._evaluate(cls.company, cls.template, *JUNE)
        cls.evaluation = evaluations.filtered(lambda one: one.partner_id == cls.vendor)
        cls.other = evaluations - cls.evaluation
        _link, cls.url = cls.evaluation._issue_link()
        cls.path = cls._get_path(cls.url)

    @classmethod
    def _get_path(cls, url):
        return "/" + url.split("/", 3)[3]

    def _post(self, path, token=True, **values):
        page = self.url_open(path).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        csrf = {"csrf_token": found.group(1)} if found and token else {}
        return self.url_open(path, data={"text": "", **csrf, **values}, allow_redirects=True)

    def _get_link(self):
        return self.env["scm.access.link"].search(
            [("res_model", "=", self.evaluation._name), ("res_id", "=", self.evaluation.id)],
            limit=1,
        )

    def _assert_neutral(self, path):
        neutral = self.url_open("/scm/scorecard/wrong")
        response = self.url_open(path)
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self._strip(response.text), self._strip(neutral.text))
        self.assertNotIn("Own Vendor", response.text)

    def _strip(self, page):
        """Return the page without what differs from one request to the next."""
        return re.sub(r"csrf_token: \"[^\"]+\"|/scm/\w+/[\w-]+", "", page)

    def test_page_shows_the_own_figures_and_nothing_else(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Own Vendor", page.text)
        self.assertIn("0 of 1", page.text)
        for secret in ("Rival Vendor", "987.65", "Own Template"):
            self.assertNotIn(secret, page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertIn('name="viewport"', page.text)

    def test_page_is_in_the_supplier_s_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.vendor.lang = "zh_TW"
        page = self.url_open(self.path).text
        self.assertIn("供應商評分卡", page)
        self.assertIn("準交率", page)

    def test_page_names_the_orders_that_did_not_meet_the_figure(self):
        line = self.evaluation.metric_ids.filtered(lambda one: one.metric == "on_time_original")
        order = line._get_missed_orders()
        self.assertEqual(order.partner_id, self.vendor)
        self.assertIn(order.name, self.url_open(self.path).text)

    def test_remark_names_its_figure_in_the_supplier_s_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.vendor.lang = "zh_TW"
        line = self.evaluation.metric_ids.filtered(lambda one: one.metric == "on_time_original")
        self._post(self.path, metric=str(line.id), kind="contest", text="No", author="Wu")
        remark = self.evaluation.remark_ids
        self.assertIn("準交率", remark.metric_label)
        self.assertIn("On Time by Original", remark.with_context(lang="en_US").label)

    def test_wrong_expired_and_revoked_links_get_the_same_page(self):
        link = self._get_link().sudo()
        self._assert_neutral(self.path + "x")
        self._assert_neutral(self.path.replace("/scorecard/", "/confirm/"))
        link.expires_at = NOW - timedelta(days=999)
        self._assert_neutral(self.path)
        link.write({"expires_at": NOW + timedelta(days=9999)})
        self.assertEqual(self.url_open(self.path).status_code, 200)
        link.action_revoke()
        self._assert_neutral(self.path)

    def test_new_link_ends_the_one_before(self):
        self.evaluation._issue_link()
        self._assert_neutral(self.path)

    def test_link_of_a_deleted_evaluation_opens_nothing(self):
        self.evaluation.unlink()
        self._assert_neutral(self.path)

    def test_remark_is_kept_once_however_often_it_is_sent(self):
        figure = self.evaluation.metric_ids[0]
        values = {
            "metric": str(figure.id),
            "kind": "contest",
            "text": "You moved it",
            "author": "Wu",
        }
        for _time in range(2):
            self.assertIn("has arrived", self._post(self.path, **values).text)
        self.assertRecordValues(
            self.evaluation.remark_ids,
            [
                {
                    "kind": "contest",
                    "text": "You moved it",
                    "author_name": "Wu",
                    "metric_id": figure.id,
                    "metric_label": "On Time by Original Promise: 0.0 %",
                }
            ],
        )
        self.assertTrue(self.evaluation.activity_ids)

    def test_figure_of_another_supplier_can_t_be_meant(self):
        foreign = self.other.metric_ids[0]
        self._post(self.path, metric=str(foreign.id), kind="contest", text="Mine?")
        self.assertFalse(self.other.remark_ids)
        self.assertFalse(self.evaluation.remark_ids.metric_id)

    def test_without_its_form_nothing_is_taken(self):
        # Odoo logs the refusal at length.
        with mute_logger("odoo.http"):
            response = self._post(self.path, token=False, text="Forged", kind="comment")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.evaluation.remark_ids)

    def test_wrong_link_writes_nothing(self):
        page = self.url_open(self.path).text
        csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        response = self.url_open(
            self.path + "x", data={"csrf_token": csrf, "text": "Hello", "kind": "comment"}
        )
        self.assertEqual(response.status_code, 404)
        self.assertFalse(self.evaluation.remark_ids)

    def test_script_in_a_remark_is_text(self):
        self._post(self.path, kind="comment", text="<script>alert(1)</script>")
        page = self.url_open(self.path).text
        self.assertNotIn("<script>alert(1)", page)
        self.assertIn("&lt;script&gt;alert(1)", page)

    def test_confirmed_scorecard_can_be_read_but_not_remarked_on(self):
        page = self.url_open(self.path).text
        csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        self.evaluation.with_user(self.assistant).action_submit()
        self.evaluation.with_user(self.manager).action_approve()
        self.assertNotIn("<form method", self.url_open(self.path).text)
        response = self.url_open(
            self.path, data={"csrf_token": csrf, "text": "Too late", "kind": "contest"}
        )
        self.assertIn("not taken", response.text)
        self.assertFalse(self.evaluation.remark_ids)

    def test_assistant_sends_the_link_by_mail_with_the_scorecard(self):
        sent = self.env["mail.mail"].search([]).ids
        self.evaluation.with_user(self.assistant).action_share()
        mail = self.env["mail.mail"].search([("id", "not in", sent)])
        self.assertEqual(mail.recipient_ids, self.vendor)
        path = re.search(r"/scm/scorecard/[\w-]+", mail.body_html).group()
        self.assertEqual(self.url_open(path).status_code, 200)
        self.assertEqual(len(mail.attachment_ids), 1)
        # The address is the key: it is not in the chatter that colleagues read.
        self.assertNotIn(path, " ".join(self.evaluation.message_ids.mapped("body")))

    def test_supplier_without_address_is_not_sent_to(self):
        self.vendor.email = False
        with self.assertRaisesRegex(Exception, "e-mail"):
            self.evaluation.action_share()

    def test_scorecard_prints_the_figures_in_the_supplier_s_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        report = self.env["ir.actions.report"]
        name = "scm_assistant_supplier.report_scorecard"
        english = report._render_qweb_html(name, self.evaluation.ids)[0].decode()
        self.assertIn("0 of 1", english)
        self.assertIn("No data", english)
        self.vendor.lang = "zh_TW"
        chinese = report._render_qweb_html(name, self.evaluation.ids)[0].decode()
        self.assertIn("供應商評分卡", chinese)
        self.assertIn("無資料", chinese)

    def test_scorecard_is_a_pdf(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(
            "scm_assistant_supplier.report_scorecard", self.evaluation.ids
        )
        self.assertEqual((kind, content[:5]), ("pdf", b"%PDF-"))

    def test_confirmed_scorecard_is_printed_once_and_kept(self):
        self.evaluation.with_user(self.assistant).action_submit()
        own = self.evaluation.with_user(self.manager)
        own.with_context(force_report_rendering=True).action_approve()
        kept = self.evaluation.pdf_attachment_id
        self.assertEqual(kept.raw[:5], b"%PDF-")
        forged = kept.copy({"raw": b"%PDF- forged"})
        self.template.late_days = 9
        report = self.env["ir.actions.report"].with_user(self.assistant)
        printed = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            "scm_assistant_supplier.report_scorecard", self.evaluation.ids
        )[0]
        self.assertEqual(printed, kept.raw)
        self.assertNotEqual(printed, forged.raw)

    def test_trend_ends_with_this_period(self):
        self.evaluation.with_user(self.assistant).action_submit()
        self.evaluation.with_user(self.manager).action_approve()
        line = self._order(noon(7, 10), ordered=noon(7, 1))
        self._receive(line, 10, noon(7, 10))
        july = self.evaluator._evaluate(
            self.company, self.template, JUNE[1] + timedelta(days=1), JUNE[1] + timedelta(days=31)
        )
        chart = july._get_report_trend()
        self.assertEqual([point["label"] for point in chart["points"]], ["26/06", "26/07"])
        self.assertEqual(chart["points"][1]["score"], "100")
        self.assertEqual(july.trend, "up")
        self.assertEqual(len(self.evaluation._get_report_trend()["points"]), 1)
        self.assertEqual(self.evaluation.trend, False)
