# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import ScmBaseCommon

NOW = datetime(2026, 6, 30, 3)


class ScmContractCommon(ScmBaseCommon):
    """A template with two clauses, and contracts made from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({"email": "supplier@example.com", "lang": "en_US"})
        cls.template = cls.env["scm.contract.template"].create(
            {
                "name": "Frame Contract",
                "duration_months": 12,
                "notice_days": 60,
                "penalty_percent": 0.5,
                "clause_ids": [
                    (0, 0, {"title": "Subject", "body": "{{ partner }} supplies {{ company }}."}),
                    (0, 0, {"title": "Term", "body": "Until {{ date_end }}."}),
                ],
            }
        )
        cls.product = cls.env["product.product"].create({"name": "Bolt", "is_storable": True})

    @classmethod
    def _create_contract(cls, **values):
        contract = cls.env["scm.contract"].create(
            {
                "name": "Frame 2026",
                "partner_id": cls.partner.id,
                "template_id": cls.template.id,
                "date_start": date(2026, 7, 1),
                "user_id": cls.assistant.id,
                "line_ids": [
                    (0, 0, {"product_id": cls.product.id, "price": 2.5, "committed_qty": 100})
                ],
                **values,
            }
        )
        contract.action_use_template()
        return contract

    @classmethod
    def _issue(cls, contract):
        """Submit as the assistant, approve as the manager."""
        contract.with_user(cls.assistant).action_submit()
        contract.with_user(cls.manager).action_approve()
        return contract

    @classmethod
    def _issue_and_sign(cls, contract):
        cls._issue(contract)
        contract.with_user(cls.manager)._sign("company", "user", "Manager")
        contract.sudo()._sign("partner", "link", "Supplier")
        return contract


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestScmContract(ScmContractCommon):
    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("scm_assistant_base.scm_contract_cron_remind").method_direct_trigger()

    def test_template_gives_terms_and_filled_clauses(self):
        contract = self._create_contract()
        self.assertEqual(contract.date_end, date(2027, 6, 30))
        self.assertEqual(contract.notice_date, date(2027, 5, 1))
        self.assertEqual(
            contract._get_filled_clauses()[0], ("Subject", "Own Supplier supplies Own Company.")
        )
        self.assertIn("06/30/2027", contract._get_filled_clauses()[1][1])

    def test_choosing_a_template_in_the_form_fills_it_in(self):
        form = Form(self.env["scm.contract"].with_user(self.assistant))
        form.partner_id = self.partner
        form.template_id = self.template
        contract = form.save()
        self.assertEqual(len(contract.clause_ids), 2)
        self.assertEqual(contract.name, "Frame Contract")

    def test_price_of_a_unit_is_not_rounded(self):
        contract = self._create_contract()
        contract.line_ids.price = 0.12525
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(contract.line_ids.price, 0.12525)

    def test_contract_of_somebody_who_left_is_told_to_a_manager(self):
        contract = self._issue_and_sign(self._create_contract())
        self.assistant.active = False
        with freeze_time("2027-05-02 03:00:00"):
            self._run_cron()
        told = contract.activity_ids.filtered(lambda one: "renew" in one.summary)
        self.assertIn(self.manager, told.user_id)
        self.assertNotIn(self.assistant, told.user_id)

    def test_unknown_field_in_a_clause_is_refused_with_its_name(self):
        with self.assertRaisesRegex(ValidationError, "partnr"):
            self.template.clause_ids[0].body = "Dear {{ partnr }}"

    def test_contract_can_not_end_before_it_starts(self):
        with self.assertRaises(ValidationError):
            self._create_contract().date_end = date(2026, 6, 1)

    def test_empty_contract_can_not_be_submitted(self):
        contract = self._create_contract(line_ids=[])
        contract.clause_ids.unlink()
        with self.assertRaises(UserError):
            contract.with_user(self.assistant).action_submit()

    def test_who_submits_can_not_approve(self):
        contract = self._create_contract()
        contract.with_user(self.manager).action_submit()
        with self.assertRaises(AccessError):
            contract.with_user(self.manager).action_approve()

    def test_stage_follows_the_approval_and_then_the_signatures(self):
        contract = self._create_contract()
        self.assertEqual(contract.stage, "draft")
        contract.with_user(self.assistant).action_submit()
        self.assertEqual(contract.stage, "submitted")
        card = self.env.ref("scm_assistant_base.scm_work_queue_contracts_to_approve")
        domain = safe_eval(card.domain, {"uid": self.manager.id})
        self.assertIn(contract, self.env["scm.contract"].with_user(self.manager).search(domain))
        contract.with_user(self.manager).action_approve()
        self.assertEqual(contract.stage, "to_sign")

    def test_submitted_text_is_fixed(self):
        contract = self._create_contract()
        contract.with_user(self.assistant).action_submit()
        attempts = (
            lambda: contract.write({"date_end": date(2028, 1, 1)}),
            lambda: contract.line_ids.write({"price": 1}),
            lambda: contract.line_ids.unlink(),
            lambda: contract.clause_ids[0].write({"body": "Anything"}),
            lambda: self.env["scm.contract.line"].create(
                {"contract_id": contract.id, "product_id": self.product.id, "price": 1}
            ),
        )
        for attempt in attempts:
            with self.assertRaises(UserError):
                attempt()

    def test_state_can_not_be_typed_in(self):
        contract = self._create_contract().with_user(self.manager)
        for values in ({"state": "signed"}, {"document_hash": "0" * 64}):
            with self.assertRaises(AccessError):
                contract.write(values)
        with self.assertRaises(AccessError):
            contract.copy({"state": "signed"})

    def test_validity_follows_the_day(self):
        contract = self._issue_and_sign(self._create_contract())
        for day, expected in (
            ("2026-06-30", "future"),
            ("2026-07-01", "valid"),
            ("2027-04-30", "valid"),
            ("2027-05-01", "notice"),
            ("2027-06-30", "notice"),
            ("2027-07-01", "expired"),
        ):
            with self.subTest(day=day), freeze_time(day):
                contract.invalidate_recordset(["validity"])
                self.assertEqual(contract.validity, expected)
                found = contract.search([("validity", "=", expected), ("id", "=", contract.id)])
                self.assertEqual(found, contract)

    def test_notice_date_is_reminded_of_once(self):
        contract = self._issue_and_sign(self._create_contract())
        contract.activity_ids.unlink()
        with freeze_time("2027-05-02"):
            self._run_cron()
            self._run_cron()
        self.assertEqual(len(contract.activity_ids), 1)
        self.assertEqual(contract.activity_ids.user_id, self.assistant)

    def test_contract_that_renews_by_itself_goes_on(self):
        contract = self._create_contract()
        contract.renewal = "auto"
        self._issue_and_sign(contract)
        with freeze_time("2027-07-02"):
            self._run_cron()
            self.assertEqual(contract.valid_until, date(2028, 6, 30))
            self.assertEqual(contract.validity, "valid")

    def test_contract_given_notice_of_ends(self):
        contract = self._create_contract()
        contract.renewal = "auto"
        self._issue_and_sign(contract)
        with freeze_time("2027-05-02"):
            contract.invalidate_recordset(["validity"])
            contract.with_user(self.assistant).action_give_notice()
        with freeze_time("2027-07-02"):
            self._run_cron()
            contract.invalidate_recordset(["validity"])
            self.assertEqual(contract.validity, "expired")

    def test_signed_new_version_replaces_the_earlier_one(self):
        first = self._issue_and_sign(self._create_contract())
        second = first.with_user(self.assistant)._create_version().with_env(self.env)
        self.assertRecordValues(
            second,
            [
                {
                    "version": 2,
                    "state": "draft",
                    "date_start": date(2027, 7, 1),
                    "origin_id": first.id,
                }
            ],
        )
        self.assertEqual(second.reference, first.reference)
        self.assertEqual(second.line_ids.price, 2.5)
        self.assertEqual(first.state, "signed")
        second.date_start = date(2026, 6, 30)
        self._issue_and_sign(second)
        self.assertEqual(first.state, "superseded")

    def test_renewal_signed_ahead_leaves_the_earlier_version_in_force_until_its_day(self):
        first = self._issue_and_sign(self._create_contract())
        second = first.with_user(self.assistant)._create_version().with_env(self.env)
        with freeze_time("2027-06-01"):
            self._issue_and_sign(second)
            self._run_cron()
            self.env.invalidate_all()
            self.assertEqual((first.state, first.validity), ("signed", "valid"))
            self.assertIn(first, first.search([("validity", "=", "valid")]))
        with freeze_time("2027-07-01"):
            self._run_cron()
            self.env.invalidate_all()
            self.assertEqual((first.state, second.validity), ("superseded", "valid"))

    def test_amendment_signed_ahead_ends_the_earlier_version_the_day_before(self):
        first = self._create_contract()
        first.renewal = "auto"
        self._issue_and_sign(first)
        second = first._create_version()
        second.date_start = date(2026, 10, 1)
        self._issue_and_sign(second)
        self.assertEqual(first.valid_until, date(2026, 9, 30))
        second.with_user(self.manager).action_terminate()
        self.assertEqual(first.valid_until, date(2027, 6, 30))

    def test_contract_replaced_is_not_renewed_by_itself(self):
        first = self._create_contract()
        first.renewal = "auto"
        self._issue_and_sign(first)
        self._issue_and_sign(first._create_version())
        with freeze_time("2027-07-02"):
            self._run_cron()
        self.assertRecordValues(first, [{"state": "superseded", "extended_until": False}])

    def test_one_later_version_is_made_at_a_time(self):
        first = self._issue_and_sign(self._create_contract())
        first._create_version()
        with self.assertRaises(UserError):
            first._create_version()

    def test_contract_of_another_company_is_not_seen(self):
        contract = self._create_contract()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "scm_assistant_base.group_scm_assistant")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        found = self.env["scm.contract"].with_user(stranger).with_company(other)
        found = found.with_context(allowed_company_ids=other.ids).search([])
        self.assertNotIn(contract, found)
