# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_evaluation import EvaluationCommon, noon

CRON = "odoo.addons.scm_assistant_supplier.models.evaluation.scm_supplier_evaluator_cron"


@tagged("post_install", "-at_install")
class TestScmSupplierEvaluationPeople(EvaluationCommon):
    """Who hears of a supplier's remark, and who of a month that failed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive(cls._order(noon(6, 10)), 10, noon(6, 12))

    def _evaluate(self, user):
        evaluator = self.evaluator.with_user(user)
        return evaluator._evaluate(self.company, self.template, *self.scope[2:4])

    def _remark(self, evaluation):
        # sudo: as the page does, which works without a login.
        own = evaluation.sudo()
        own._receive_remark(own.metric_ids.browse(), "comment", "Hm", "Wu")
        return evaluation.activity_ids.user_id

    def test_remark_goes_to_who_made_the_evaluation(self):
        self.vendor.buyer_id = self.manager
        self.assertEqual(self._remark(self._evaluate(self.assistant)), self.assistant)

    def test_remark_goes_to_who_submitted_it(self):
        evaluation = self._evaluate(self.assistant)
        evaluation.with_user(self.manager).action_submit()
        other = self._create_user("other", "scm_assistant_base.group_scm_manager")
        evaluation.with_user(other)._reject("Look again")
        self.assertEqual(self._remark(evaluation), self.manager)

    def test_remark_on_the_monthly_evaluation_goes_to_the_buyer(self):
        self.vendor.buyer_id = self.assistant
        self.assertEqual(
            self._remark(self._evaluate(self.env.ref("base.user_root"))), self.assistant
        )

    def test_remark_on_the_monthly_evaluation_goes_to_a_manager_without_a_buyer(self):
        outsider = self._create_user("outsider", "purchase.group_purchase_user")
        for buyer in (self.vendor.browse().user_ids, outsider):
            with self.subTest(buyer=buyer.login):
                self.vendor.buyer_id = buyer
                evaluation = self._evaluate(self.env.ref("base.user_root"))
                self.assertEqual(self._remark(evaluation), self.manager)
                evaluation.remark_ids.unlink()

    def test_company_that_fails_stops_no_other(self):
        broken = self.env["res.company"].create({"name": "Broken"})
        evaluator = type(self.evaluator)
        done = []

        def evaluate(model, company):
            done.append(company)
            if company == broken:
                raise ValueError("Broken data")

        with (
            patch.object(evaluator, "_evaluate_past_month", evaluate),
            self.enter_registry_test_mode(),
            mute_logger(CRON),
        ):
            self.env.ref(
                "scm_assistant_supplier.scm_supplier_evaluator_cron_evaluate_month"
            ).method_direct_trigger()
        companies = self.env["res.company"].search([])
        self.assertLessEqual(set(companies.ids), {company.id for company in done})
