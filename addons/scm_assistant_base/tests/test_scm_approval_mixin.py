# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MANAGER, ScmBaseCommon
from .fake_models import ScmTestRequest, add_model


@tagged("post_install", "-at_install")
class TestScmApprovalMixin(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_model(cls, ScmTestRequest)
        # Odoo's own administrators would be managers of the company as well.
        others = cls.env.ref(MANAGER).all_user_ids - cls.manager
        others.company_ids -= cls.company

    def _create_request(self, user=None, **values):
        requests = self.env["scm.test.request"].with_user(user or self.assistant)
        values = {"name": "Ten more", "limit_qty": 20, "company_id": self.company.id, **values}
        return requests.create(values)

    def _submit(self, **values):
        request = self._create_request(**values)
        request.action_submit()
        return request

    def _get_notes(self, request):
        return " ".join(request.message_ids.mapped("body"))

    def test_submitting_asks_the_manager_by_an_activity(self):
        request = self._submit()
        self.assertEqual(request.approval_state, "submitted")
        self.assertEqual(request.submitted_by_id, self.assistant)
        self.assertEqual(request.activity_ids.user_id, self.manager)
        self.assertIn("Ten more", request.activity_ids.summary)

    def test_to_do_is_in_the_language_of_who_decides(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.manager.lang = "zh_TW"
        summary = self._submit().activity_ids.summary
        self.assertNotIn("Please decide", summary)
        self.assertIn("Ten more", summary)

    def test_approving_applies_and_closes_the_activity(self):
        request = self._submit()
        request.with_user(self.manager).action_approve()
        self.assertEqual(request.approval_state, "applied")
        self.assertEqual(request.decided_by_id, self.manager)
        self.assertEqual(request.applied_count, 1)
        self.assertFalse(request.activity_ids)

    def test_second_click_changes_nothing(self):
        request = self._submit()
        request.action_submit()
        approval = request.with_user(self.manager)
        approval.action_approve()
        approval.action_approve()
        approval.action_apply()
        self.assertEqual(request.applied_count, 1)
        self.assertEqual(len(request.submitted_by_id), 1)

    def test_approval_may_wait_to_be_applied(self):
        self.patch(self.registry["scm.test.request"], "_apply_on_approval", False)
        request = self._submit()
        request.with_user(self.manager).action_approve()
        self.assertEqual(request.approval_state, "approved")
        self.assertEqual(request.applied_count, 0)
        request.action_apply()
        self.assertEqual(request.approval_state, "applied")
        self.assertEqual(request.applied_by_id, self.assistant)

    def test_assistant_can_neither_approve_nor_reject(self):
        request = self._submit()
        self.assertFalse(request.can_approve)
        with self.assertRaises(AccessError):
            request.action_approve()
        with self.assertRaises(AccessError):
            request._reject("No")
        self.assertEqual(request.approval_state, "submitted")

    def test_manager_can_not_approve_own_request(self):
        request = self._submit(user=self.manager)
        self.assertFalse(request.can_approve)
        with self.assertRaisesRegex(AccessError, "ask another manager"):
            request.action_approve()

    def test_lone_manager_approves_own_request_where_allowed_and_chatter_says_so(self):
        self.company.scm_allow_self_approval = True
        request = self._submit(user=self.manager)
        self.assertTrue(request.can_approve)
        request.action_approve()
        self.assertEqual(request.approval_state, "applied")
        self.assertIn("Approved by the submitter", self._get_notes(request))

    def test_second_manager_ends_the_exception_for_a_lone_one(self):
        self.company.scm_allow_self_approval = True
        second = self._create_user("second_manager", MANAGER)
        request = self._submit(user=self.manager)
        with self.assertRaisesRegex(AccessError, "Another manager"):
            request.action_approve()
        self.assertTrue(request.with_user(second).can_approve)

    def test_manager_of_another_company_is_not_asked(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreigner = self._create_user("foreign_manager", MANAGER)
        foreigner.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertNotIn(foreigner, self._submit().activity_ids.user_id)

    def test_small_request_needs_nobody_and_chatter_says_so(self):
        request = self._submit(limit_qty=5)
        self.assertEqual(request.approval_state, "applied")
        self.assertIn("No approval was needed", self._get_notes(request))

    def test_incomplete_request_is_not_submitted(self):
        request = self._create_request(name=False)
        with self.assertRaisesRegex(UserError, "needs a name"):
            request.action_submit()
        self.assertEqual(request.approval_state, "draft")

    def test_rejecting_by_the_wizard_keeps_the_reason(self):
        request = self._submit()
        action = request.with_user(self.manager).action_reject()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        wizard = wizard.with_context(**action["context"]).create({"reason": "Too dear"})
        wizard.action_reject()
        self.assertEqual(request.approval_state, "rejected")
        self.assertEqual(request.rejection_reason, "Too dear")
        self.assertEqual(request.applied_count, 0)

    def test_new_submission_forgets_the_old_decision(self):
        request = self._submit()
        request.with_user(self.manager)._reject("Too dear")
        request.action_submit()
        self.assertEqual(request.approval_state, "submitted")
        self.assertFalse(request.decided_by_id)
        self.assertFalse(request.rejection_reason)

    def test_rejected_request_can_not_be_approved(self):
        request = self._submit()
        request.with_user(self.manager)._reject("Too dear")
        with self.assertRaisesRegex(UserError, "Rejected"):
            request.with_user(self.manager).action_approve()

    def test_cancelled_request_starts_again_as_draft(self):
        request = self._submit()
        request.action_cancel()
        self.assertFalse(request.activity_ids)
        request.action_reset_to_draft()
        self.assertEqual(request.approval_state, "draft")

    def test_applied_request_can_not_be_cancelled(self):
        request = self._submit(limit_qty=1)
        with self.assertRaisesRegex(UserError, "Applied"):
            request.action_cancel()

    def test_outcome_can_not_be_written_by_hand(self):
        request = self._create_request()
        for values in (
            {"approval_state": "approved"},
            {"decided_by_id": self.manager.id},
            {"submitted_by_id": self.manager.id},
            {"rejection_reason": "Never said"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                request.write(values)
            with self.subTest(created=values), self.assertRaises(AccessError):
                self._create_request(**values)

    def test_outcome_can_not_come_from_the_context(self):
        requests = self.env["scm.test.request"].with_user(self.assistant)
        request = requests.with_context(
            default_approval_state="approved", default_decided_by_id=self.manager.id
        ).create({"name": "Sneaky"})
        self.assertEqual(request.approval_state, "draft")
        self.assertFalse(request.decided_by_id)
        with self.assertRaises(AccessError):
            request.with_context(scm_approval_step=True).write({"approval_state": "approved"})

    def test_copy_starts_as_draft(self):
        copy = self._submit(limit_qty=1).copy()
        self.assertEqual(copy.approval_state, "draft")
        self.assertFalse(copy.applied_by_id)

    def test_wizard_refuses_documents_without_approval(self):
        wizard = self.env["scm.approval.reject"].create(
            {"res_model": "res.partner", "res_ids": self.partner.ids, "reason": "No"}
        )
        with self.assertRaisesRegex(UserError, "nothing to approve"):
            wizard.action_reject()
