# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ScmBaseCommon
from .fake_models import ScmDetectorTest, ScmDetectorTestExtended, add_model, extend_model


class DetectorFamilyCommon(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_model(cls, ScmDetectorTest)
        cls.detector = cls.env["scm.detector"].create(
            {
                "name": "Own Detector",
                "code": "test",
                "category_id": cls.env["scm.exception.category"]
                .create({"name": "Own", "code": "own"})
                .id,
                "company_ids": [(6, 0, cls.company.ids)],
                "parameter_ids": [(0, 0, {"code": "days", "name": "Days", "value": 3})],
            }
        )

    def _find_cases(self):
        return self.env["scm.exception"].search([("detector_id", "=", self.detector.id)])


@tagged("post_install", "-at_install")
class TestScmDetectorFamily(DetectorFamilyCommon):
    def test_detector_is_run_by_the_family_that_has_its_check(self):
        self.detector._run()
        self.assertRecordValues(
            self._find_cases(),
            [
                {
                    "name": "1,200.5 after 3 days",
                    "fingerprint": "test:first",
                    "res_model": "res.partner",
                    "res_id": self.company.partner_id.id,
                }
            ],
        )

    def test_detector_whose_module_is_missing_says_so(self):
        self.detector.code = "nowhere"
        with self.assertRaisesRegex(UserError, "nowhere"):
            self.detector._run()

    def test_each_check_lies_in_one_family_and_each_detector_has_one(self):
        families = self.env["scm.detector.family"]._get_families()
        checks = Counter(
            name for family in families for name in dir(family) if name.startswith("_detect_")
        )
        self.assertEqual({name for name, count in checks.items() if count > 1}, set())
        detectors = self.env["scm.detector"].with_context(active_test=False).search([])
        codes = {f"_detect_{code}" for code in detectors.mapped("code")}
        self.assertEqual(codes - checks.keys(), set())


@tagged("post_install", "-at_install")
class TestScmDetectorFamilyExtended(DetectorFamilyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        extend_model(cls, ScmDetectorTestExtended)

    def test_another_module_adds_to_what_a_check_finds(self):
        self.detector._run()
        fingerprints = self._find_cases().mapped("fingerprint")
        self.assertEqual(sorted(fingerprints), ["test:first", "test:more"])
