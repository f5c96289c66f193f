# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from .common import ScmBaseCommon


@tagged("post_install", "-at_install")
class TestScmExceptionPort(ScmBaseCommon):
    """Trouble is reported by whoever finds it, whatever became of categories and causes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["scm.exception.category"].create({"name": "Own", "code": "own"})
        cls.visitor = new_test_user(cls.env, "scm_test_visitor", "base.group_public")

    def _report(self, user=None, category="own", values=None, **port):
        values = {"name": "Broken", "company_id": self.company.id, **(values or {})}
        cases = self.env["scm.exception"].with_user(user or self.visitor)
        # sudo: the test looks at what the visitor must not see.
        return cases._report_case("own:1", values, category=category, **port).sudo()

    def test_visitor_without_any_right_reports_by_the_code_of_a_category(self):
        case = self._report()
        self.assertRecordValues(
            case, [{"category_id": self.category.id, "reporter_id": self.visitor.id}]
        )
        self.assertFalse(case.with_user(self.visitor).sudo(False).has_access("read"))

    def test_found_again_the_visitor_counts_the_case(self):
        case = self._report()
        self.assertEqual(self._report(), case)
        self.assertEqual(case.occurrence_count, 2)

    def test_archived_category_goes_on_to_take_what_is_reported(self):
        self.category.active = False
        self.assertEqual(self._report().category_id, self.category)

    def test_deleted_category_is_stood_for_by_another(self):
        self.category.unlink()
        category = self._report().category_id
        self.assertEqual((category.code, category.name), ("other", "Other"))
        self.env["scm.exception"].search([("category_id", "=", category.id)]).unlink()
        self.assertEqual(self._report().category_id, category)

    def test_category_of_another_company_is_stood_for_by_one_of_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.category.company_id = other
        fallback = self.category.create(
            {"name": "All Else", "code": "other", "company_id": other.id}
        )
        category = self._report().category_id
        self.assertNotIn(category, self.category | fallback)
        self.assertEqual(category.company_id, self.company)

    def test_case_is_reported_in_the_name_of_another(self):
        robot = self.env.ref("base.user_root")
        case = self._report(reporter=robot)
        self.assertEqual((case.reporter_id, case.create_uid), (robot, robot))
        self.assertFalse(case.user_id)

    def test_defaults_of_a_screen_do_not_get_into_the_case(self):
        self.visitor.env.flush_all()
        cases = self.env["scm.exception"].with_context(default_state="resolved")
        case = cases._report_case("own:1", {"name": "Broken"}, category="own")
        self.assertEqual(case.state, "reported")

    def test_case_speaks_the_language_of_the_company_whoever_reports_it(self):
        self.assertIn("created", self._report().message_ids[-1].body)
        self.company.partner_id.lang = "zh_TW"
        case = self.env["scm.exception"]._report_case("own:2", {"name": "壞了"}, category="own")
        self.assertNotIn("created", case.message_ids[-1].body)

    def test_document_named_twice_is_linked_once(self):
        partner = self.partner
        links = [(partner._name, partner.id, "Seller"), (partner._name, partner.id, "Maker")]
        case = self._report(values={"links": links})
        self.assertRecordValues(
            case.link_ids, [{"res_model": "res.partner", "res_id": partner.id, "role": "Maker"}]
        )

    def test_news_of_an_open_case_is_told_in_it_and_makes_it_worse(self):
        case = self._report(values={"severity": "s3"})
        said = len(case.message_ids)
        self._report(values={"severity": "s1", "description": "Now it burns"})
        self.assertEqual((case.severity, len(case.message_ids)), ("s3", said))
        self._report(values={"severity": "s1", "description": "Now it burns"}, is_news=True)
        self.assertEqual(case.severity, "s1")
        self.assertIn("Now it burns", "".join(case.message_ids.mapped("body")))
        self._report(values={"severity": "s2"}, is_news=True)
        self.assertEqual(case.severity, "s1")

    def test_attachments_are_in_the_case(self):
        photo = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
        case = self._report(user=self.clerk, attachments=photo)
        self.assertIn(photo, case.message_ids.attachment_ids)

    def test_archived_cause_closes_what_is_gone(self):
        cause = self.env.ref("scm_assistant_base.scm_exception_cause_gone")
        cause.active = False
        case = self._report()
        case.with_user(self.visitor)._close_gone(case, "Gone")
        self.assertRecordValues(case, [{"state": "resolved", "cause_id": cause.id}])

    def test_deleted_cause_is_stood_for_by_another(self):
        # Cases of the demo company would keep the cause.
        self.env["scm.exception"].search([("cause_id.code", "=", "gone")]).cause_id = False
        self.env.ref("scm_assistant_base.scm_exception_cause_gone").unlink()
        case = self._report()
        case._close_gone(case, "Gone")
        self.assertRecordValues(case, [{"state": "resolved"}])
        self.assertEqual(case.cause_id.code, "other")

    def test_without_any_cause_what_is_gone_is_closed(self):
        self.env["scm.exception"].search([]).cause_id = False
        causes = self.env["scm.exception.cause"]
        causes.search([("code", "in", ["gone", "other"])]).unlink()
        case = self._report()
        case._close_gone(case, "Gone")
        self.assertRecordValues(case, [{"state": "resolved"}])
        self.assertEqual(case.cause_id.code, "other")
