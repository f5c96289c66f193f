# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The suppliers' three pages do what every page behind a link does."""

from datetime import datetime

from odoo.addons.scm_assistant_base.tests.common_link import LinkPageChecks
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import ScmSupplierCommon
from .common_evaluation import JUNE, EvaluationCommon, noon
from .test_scm_supply_request import SupplyRequestCommon


class SupplierPageChecks(LinkPageChecks):
    """What is told of a page that none of the four documents differs in."""

    def _open_by(self, action):
        url = action["context"]["default_url"]
        return self.url_open(url[url.index("/scm/") :])

    def test_assistant_copies_the_link_for_a_supplier_without_address(self):
        document = self.document.with_user(self.assistant)
        document._get_link_partner().sudo().email = False
        with self.assertRaisesRegex(UserError, "no e-mail address. Add one, or copy the link"):
            document._send_link()
        response = self._open_by(document.action_copy_link())
        self.assertEqual(response.status_code, 200)
        # The one before, which was mailed, is void.
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_link_is_copied_by_whom_may_send_it_only(self):
        with self.assertRaises(AccessError):
            self.document.with_user(self.clerk).action_copy_link()


@tagged("post_install", "-at_install")
class TestSupplyRequestLinkPage(SupplierPageChecks, SupplyRequestCommon, HttpCase):
    thanks = "Thank you, your answer is kept"
    again = "You have answered already"
    take = "_receive_answer"

    def setUp(self):
        super().setUp()
        self.clerk = self._create_user("clerk", "scm_assistant_base.group_scm_clerk")
        self.document = self._ask(self._create_order(date=datetime(2027, 3, 16, 4)))
        self.path = self._get_path(self.document)
        self.line_id = self.document.line_ids.id
        self.form = {f"answer_{self.line_id}": "confirm"}

    def test_absurd_figures_are_told_on_the_page(self):
        for quantity, day in (("1e308", "2027-04-02"), ("1", "9999-12-31"), ("9" * 99, "")):
            self.form = {
                f"answer_{self.line_id}": "parts",
                f"qty_{self.line_id}_1": quantity,
                f"date_{self.line_id}_1": day,
            }
            with self.subTest(quantity=quantity, day=day):
                self._assert_not_taken(self._send_form(), "check the dates")

    def test_what_was_typed_is_there_after_an_error(self):
        self.form = {f"answer_{self.line_id}": "date", "answered_by": "Ms Wang"}
        response = self._send_form()
        self._assert_not_taken(response, "give a date")
        self.assertIn('value="Ms Wang"', response.text)

    def test_tags_in_a_reason_stay_text(self):
        self.form = {
            f"answer_{self.line_id}": "refuse",
            f"reason_{self.line_id}": "<img src='http://example.com/x.png'>",
        }
        self._send_form()
        case = self.env["scm.exception"].search([("name", "ilike", "less")], limit=1)
        self.assertIn("&lt;img", case.description)

    def test_file_instead_of_a_text_is_not_read(self):
        self._get_csrf()
        form = {"csrf_token": self._get_csrf(), **self.form}
        name = {"answered_by": ("a.txt", b"Ms Wang", "text/plain")}
        response = self.url_open(self.path, data=form, files=name)
        self.assertIn(self.thanks, response.text)
        self.assertFalse(self.document.answered_by)


@tagged("post_install", "-at_install")
class TestProductInfoLinkPage(SupplierPageChecks, HttpCase, ScmSupplierCommon):
    thanks = "Your answer has been received"
    again = "You have answered already"
    take = "_take_answer"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        updates = cls.env["scm.supplier.update"].with_user(cls.assistant)
        cls.document = updates._ask(cls.price.with_user(cls.assistant)).sudo()
        _link, url = cls.document._send_link()
        cls.path = url[url.index("/scm/") :]
        cls.line_id = cls.document.line_ids.id
        cls.form = {f"price_{cls.line_id}": "12.5"}

    def test_absurd_figures_are_told_on_the_page(self):
        for name, figure in (("price", "1e308"), ("delay", "1000000000"), ("delay", "2.5")):
            self.form = {f"{name}_{self.line_id}": figure, "remark": "Steel is dearer"}
            with self.subTest(name=name, figure=figure):
                response = self._send_form()
                self._assert_not_taken(response, "Please write plain numbers")
                self.assertIn(f'value="{figure}"', response.text)
                self.assertIn("Steel is dearer", response.text)
        self.assertFalse(self.document.answered_at)


@tagged("post_install", "-at_install")
class TestScorecardLinkPage(SupplierPageChecks, HttpCase):
    thanks = "your remark has arrived"
    again = "your remark has arrived"
    take = "_receive_remark"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The clock of the server in these tests is the real one; only the data are of 2026.
        common = EvaluationCommon
        for name in ("_create_user", "_create_vendor", "_create_product", "_order", "_receive"):
            setattr(cls, name, classmethod(getattr(common, name).__func__))
        common._prepare.__func__(cls)
        cls.clerk = cls._create_user("clerk", "scm_assistant_base.group_scm_clerk")
        line = cls._order(noon(6, 10), partner_id=cls.vendor.id)
        cls._receive(line, 10, noon(6, 12))
        cls.document = cls.evaluator._evaluate(cls.company, cls.template, *JUNE)
        _link, url = cls.document._issue_link()
        cls.path = url[url.index("/scm/") :]
        cls.form = {"text": "You moved it", "kind": "contest", "author": "Wu"}

    def test_remark_without_a_word_is_asked_for(self):
        self.form = {"text": " ", "author": "Ms Wang"}
        response = self._send_form()
        self._assert_not_taken(response, "Write what we should know")
        self.assertIn('value="Ms Wang"', response.text)

    def test_withdrawn_scorecard_opens_nothing(self):
        self.document.with_user(self.assistant).action_cancel()
        self.assertEqual(self.url_open(self.path).status_code, 404)
