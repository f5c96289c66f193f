# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import freeze_time, tagged

from .common import ScmBaseCommon
from .fake_models import ScmReportKindExceptionsExtended, extend_model

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 04:00:00")
class TestScmReportKind(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        extend_model(cls, ScmReportKindExceptionsExtended)
        cls.report = cls.env["scm.report"].create(
            {"name": "Monthly", "kind": "exceptions", "company_id": cls.company.id}
        )

    def test_each_kind_that_is_offered_is_told_by_a_model(self):
        kinds = dict(self.env["scm.report"]._fields["kind"]._description_selection(self.env))
        for kind in kinds:
            with self.subTest(kind=kind):
                self.assertIsNotNone(self.env["scm.report"]._find_kind(kind))

    def test_another_module_adds_to_what_a_kind_tells(self):
        edition = self.report.with_user(self.assistant)._issue(self.company, *JANUARY)
        self.assertEqual(edition.dataset["notes"], ["Told by Monthly"])
        self.assertIn("Told by Monthly", edition.preview)

    def test_rows_about_models_that_are_gone_have_no_link(self):
        edition = self.report.with_user(self.assistant)._issue(self.company, *JANUARY)
        for model, expected in (("res.partner", "/odoo/res.partner/1"), ("scm.gone", "")):
            with self.subTest(model=model):
                self.assertEqual(edition._get_link({"_record": [model, 1]}), expected)
