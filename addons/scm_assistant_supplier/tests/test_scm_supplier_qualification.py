# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ScmSupplierCommon


@tagged("post_install", "-at_install")
class TestScmSupplierQualification(ScmSupplierCommon):
    def _create_qualification(self, **values):
        model = self.env["scm.supplier.qualification"].with_user(self.assistant)
        return model.create({"partner_id": self.partner.id, "source": "fair", **values})

    def _check_all(self, qualification):
        qualification.check_ids.write({"is_done": True})
        return qualification

    def test_new_qualification_takes_the_company_checklist(self):
        points = self.env["scm.supplier.check"].search([])
        qualification = self._create_qualification()
        self.assertEqual(qualification.check_ids.mapped("name"), points.mapped("name"))
        self.assertEqual(self.partner.scm_supplier_state, "qualifying")

    def test_required_points_must_be_checked_before_submission(self):
        qualification = self._create_qualification()
        with self.assertRaisesRegex(UserError, "Still to check"):
            qualification.action_submit()
        qualification.check_ids.filtered("is_required").write({"is_done": True})
        qualification.action_submit()
        self.assertEqual(qualification.approval_state, "submitted")

    def test_required_points_can_be_neither_left_out_nor_removed_nor_loosened(self):
        required = self.env["scm.supplier.check"].search([("is_required", "=", True)])
        qualification = self._create_qualification(check_ids=[])
        points = qualification.check_ids
        self.assertEqual(points.check_id, required)
        with self.assertRaisesRegex(UserError, "required of every new supplier"):
            qualification.check_ids = [(2, points[0].id)]
        for values in ({"is_required": False}, {"check_id": False}, {"name": "Easier"}):
            with self.assertRaisesRegex(UserError, "required of every new supplier"):
                points[0].write(values)
        qualification.check_ids = [(0, 0, {"name": "Own Point", "is_required": False})]
        (qualification.check_ids - points).unlink()
        points.invalidate_recordset()
        self.assertEqual(qualification.check_ids, points)

    def test_checklist_of_before_lacks_what_was_removed_from_it(self):
        qualification = self._check_all(self._create_qualification())
        missing = qualification.check_ids.filtered("is_required")[0]
        self.env.cr.execute(
            "DELETE FROM scm_supplier_qualification_check WHERE id = %s", (missing.id,)
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "lacks what is required"):
            qualification.action_submit()

    def test_wrong_tax_id_is_refused_on_submission(self):
        taiwan = self.env.ref("base.tw")
        # Entered before Odoo's own check of tax IDs was installed.
        partner = self.partner.with_context(no_vat_validation=True)
        qualification = self._check_all(self._create_qualification())
        for country, number in ((taiwan, "12345678"), (taiwan, "0450"), (False, "12345678")):
            partner.write({"country_id": country and country.id, "vat": number})
            with self.assertRaisesRegex(UserError, "no valid tax ID"):
                qualification.action_submit()
        partner.write({"country_id": taiwan.id, "vat": "TW00501503"})
        qualification.action_submit()
        self.assertEqual(qualification.approval_state, "submitted")

    def test_tax_id_of_another_supplier_is_refused_on_submission(self):
        self.present.vat = "00501503"
        self.partner.vat = "TW00501503"
        qualification = self._check_all(self._create_qualification())
        with self.assertRaisesRegex(UserError, "Present Supplier"):
            qualification.action_submit()

    def test_tax_id_that_was_taken_meanwhile_is_refused_on_approval(self):
        self.partner.vat = "00501503"
        qualification = self._check_all(self._create_qualification())
        qualification.action_submit()
        self.present.vat = "00501503"
        with self.assertRaisesRegex(UserError, "Present Supplier"):
            qualification.with_user(self.manager).action_approve()

    def test_tax_id_is_written_in_the_qualification_itself(self):
        self.assistant.group_ids |= self.env.ref("base.group_partner_manager")
        qualification = self._create_qualification(vat="00501503")
        self.assertEqual(self.partner.vat, "00501503")
        self.assertEqual(qualification.vat_label, "Tax ID")
        self.partner.country_id = self.env["res.country"].create(
            {"name": "Own Country", "code": "XO", "vat_label": "Own Number"}
        )
        self.assertEqual(qualification.vat_label, "Own Number")

    def test_new_supplier_is_written_to_in_the_company_s_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.company.partner_id.lang = "zh_TW"
        partners = self.env["res.partner"].with_context(res_partner_search_mode="supplier")
        self.assertEqual(partners.create({"name": "New"}).lang, "zh_TW")
        self.assertEqual(
            partners.with_context(default_lang="en_US").create({"name": "A"}).lang, "en_US"
        )

    def test_offer_is_compared_with_the_present_supplier(self):
        line = {"product_id": self.product.id, "price": 8, "lead_days": 12}
        qualification = self._create_qualification(line_ids=[(0, 0, line)])
        self.assertRecordValues(
            qualification.line_ids,
            [
                {
                    "present_id": self.price.id,
                    "present_price": 10,
                    "present_lead_days": 20,
                    "saving_percent": 20,
                }
            ],
        )

    def test_approval_makes_the_supplier_orderable_at_the_offered_price(self):
        line = {"product_id": self.product.id, "price": 8, "lead_days": 12, "minimum_qty": 50}
        qualification = self._check_all(self._create_qualification(line_ids=[(0, 0, line)]))
        qualification.action_submit()
        with self.assertRaises(AccessError):
            qualification.action_approve()
        qualification.with_user(self.manager).action_approve()
        self.assertEqual(self.partner.scm_supplier_state, "approved")
        price = self.product.seller_ids - self.price
        self.assertRecordValues(
            price, [{"partner_id": self.partner.id, "price": 8, "delay": 12, "min_qty": 50}]
        )
        # Approved is not preferred: Odoo goes on choosing the present supplier.
        self.assertEqual(self.product._select_seller(quantity=100), self.price)

    def _approve_offer(self, **values):
        line = {"product_id": self.product.id, "price": 8, "lead_days": 12, **values}
        qualification = self._check_all(self._create_qualification(line_ids=[(0, 0, line)]))
        qualification.action_submit()
        qualification.with_user(self.manager).action_approve()
        return qualification

    def _create_price(self, **values):
        return self.env["product.supplierinfo"].create(
            {
                "partner_id": self.partner.id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "price": 9,
                **values,
            }
        )

    def test_approved_price_takes_the_place_of_the_valid_one(self):
        price = self._create_price()
        qualification = self._approve_offer(price=8.1234)
        self.assertRecordValues(price, [{"price": 8.1234, "delay": 12}])
        self.assertEqual(self.product.seller_ids, self.price | price)
        self.assertIn("instead of", qualification.message_ids.mapped("body")[0])

    def test_approved_price_is_new_where_the_others_are_not_valid_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        for values in (
            {"date_end": "2020-01-01"},
            {"company_id": other.id},
            {"min_qty": 500},
        ):
            with self.subTest(**values):
                (self.product.sudo().seller_ids - self.price).unlink()
                old = self._create_price(**values)
                self.partner._scm_set_supplier_state(False)
                self._approve_offer()
                new = self.product.sudo().seller_ids - self.price - old
                self.assertRecordValues(new, [{"price": 8, "company_id": self.company.id}])
                self.assertEqual(old.price, 9)

    def test_price_of_another_variant_does_not_count(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Size", "value_ids": [(0, 0, {"name": "S"}), (0, 0, {"name": "L"})]}
        )
        template = self.env["product.template"].create(
            {
                "name": "Nut",
                "attribute_line_ids": [
                    (
                        0,
                        0,
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [(6, 0, attribute.value_ids.ids)],
                        },
                    )
                ],
            }
        )
        small, large = template.product_variant_ids
        old = self._create_price(product_tmpl_id=template.id, product_id=large.id)
        self._approve_offer(product_id=small.id)
        new = template.seller_ids - old
        self.assertRecordValues(new, [{"product_id": small.id, "price": 8}])

    def test_submitted_checklist_can_not_be_changed(self):
        qualification = self._check_all(self._create_qualification())
        qualification.action_submit()
        with self.assertRaises(UserError):
            qualification.check_ids[0].note = "Later thought"

    def test_status_can_not_be_typed_in(self):
        with self.assertRaises(UserError):
            self.partner.with_user(self.assistant).scm_supplier_state = "approved"
        with self.assertRaises(UserError):
            self.partner.copy({"scm_supplier_state": "approved"})

    def test_order_from_a_supplier_not_approved_is_stopped(self):
        self._create_qualification()
        order = self._create_order(self.partner)
        self.assertIn("not approved", order.scm_warning)
        with self.assertRaisesRegex(UserError, "not approved"):
            order.with_user(self.purchaser).button_confirm()

    def test_suspended_supplier_is_stopped_with_the_reason(self):
        wizard = self.env["scm.supplier.suspend"]
        values = {"partner_ids": [(6, 0, self.present.ids)], "reason": "Three late deliveries"}
        with self.assertRaises(AccessError):
            wizard.with_user(self.assistant).create(values)
        wizard.with_user(self.manager).create(values).action_suspend()
        order = self._create_order(self.present)
        with self.assertRaisesRegex(UserError, "Three late deliveries"):
            order.with_user(self.purchaser).button_confirm()
        self.present.with_user(self.manager).action_scm_reinstate()
        order.with_user(self.purchaser).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_contact_of_a_suspended_supplier_is_stopped_as_well(self):
        contact = self.env["res.partner"].create({"name": "Office", "parent_id": self.present.id})
        self.present._scm_set_supplier_state("suspended", "Three late deliveries")
        level, reason = contact._scm_get_supplier_block(self.company)[contact.id]
        self.assertEqual(level, "block")
        self.assertIn("Three late deliveries", reason)
        order = self._create_order(contact)
        self.assertIn("Three late deliveries", order.scm_warning)
        with self.assertRaisesRegex(UserError, "Three late deliveries"):
            order.with_user(self.purchaser).button_confirm()

    def test_suspending_a_contact_suspends_the_supplier(self):
        contact = self.env["res.partner"].create({"name": "Office", "parent_id": self.present.id})
        values = {"partner_ids": [(6, 0, contact.ids)], "reason": "Three late deliveries"}
        self.env["scm.supplier.suspend"].with_user(self.manager).create(values).action_suspend()
        self.assertEqual(self.present.scm_supplier_state, "suspended")
        self.assertFalse(contact.scm_supplier_state)
        self.assertIn("Three late deliveries", self.present.message_ids[0].body)

    def test_merged_suppliers_keep_their_status_and_suspension(self):
        def merge(kept, *doubles):
            wizard = self.env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge((kept.union(*doubles)).ids, kept)
            return kept

        def create(state, reason=False):
            supplier = self.env["res.partner"].create({"name": "Twin", "is_company": True})
            if state:
                supplier._scm_set_supplier_state(state, reason)
            return supplier

        suspended, approved = create("suspended", "Late"), create("approved")
        for kept, double, state, reason in (
            (create(False), approved, "approved", False),
            (create("approved"), create("prospect"), "approved", False),
            (create("approved"), suspended, "suspended", "Late"),
        ):
            with self.subTest(state=state, reason=reason):
                merge(kept, double)
                self.assertFalse(double.exists())
                self.assertRecordValues(
                    kept, [{"scm_supplier_state": state, "scm_suspension_reason": reason}]
                )
                with self.assertRaises(AccessError):
                    kept.scm_supplier_state = "prospect"

    def test_company_may_only_warn(self):
        self.company.scm_supplier_policy = "warn"
        self.present._scm_set_supplier_state("suspended", "Late")
        order = self._create_order(self.present)
        order.with_user(self.purchaser).button_confirm()
        self.assertIn("suspended", order.message_ids[0].body)

    def test_vendor_from_before_has_no_restriction(self):
        order = self._create_order(self.present)
        self.assertFalse(order.scm_warning)

    def test_only_a_manager_decides_whom_to_buy_from(self):
        with self.assertRaises(AccessError):
            self.partner.with_user(self.assistant)._scm_set_supplier_state(
                "approved", is_decision=True
            )

    def test_cancelled_qualification_leaves_the_status_as_it_was(self):
        for state in (False, "prospect"):
            with self.subTest(state=state):
                self.partner._scm_set_supplier_state(state)
                qualification = self._create_qualification()
                self.assertEqual(self.partner.scm_supplier_state, "qualifying")
                qualification.action_cancel()
                self.assertEqual(self.partner.scm_supplier_state, state)

    def test_deleted_qualification_leaves_the_status_as_it_was(self):
        self._create_qualification().with_user(self.manager).unlink()
        self.assertFalse(self.partner.scm_supplier_state)

    def test_cancelled_after_a_refusal_the_supplier_stays_a_prospect(self):
        qualification = self._check_all(self._create_qualification())
        qualification.action_submit()
        qualification.with_user(self.manager)._reject("Too dear")
        qualification.action_cancel()
        self.assertEqual(self.partner.scm_supplier_state, "prospect")
        qualification.action_reset_to_draft()
        self.assertEqual(self.partner.scm_supplier_state, "qualifying")

    def test_approved_supplier_stays_orderable_while_examined_again(self):
        self.partner._scm_set_supplier_state("approved")
        qualification = self._create_qualification()
        self._create_order(self.partner).with_user(self.purchaser).button_confirm()
        qualification.action_cancel()
        self.assertEqual(self.partner.scm_supplier_state, "approved")

    def test_qualification_of_a_contact_is_that_of_its_company(self):
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.partner.id})
        qualification = self._check_all(self._create_qualification(partner_id=contact.id))
        self.assertEqual(self.partner.scm_supplier_state, "qualifying")
        qualification.action_submit()
        qualification.with_user(self.manager).action_approve()
        self.assertEqual(self.partner.scm_supplier_state, "approved")
        self.assertFalse(contact.scm_supplier_state)

    def test_status_stays_while_another_company_examines_the_supplier(self):
        other = self.env["res.company"].create({"name": "Other"})
        first = self._create_qualification()
        second = self.env["scm.supplier.qualification"].create(
            {"partner_id": self.partner.id, "company_id": other.id}
        )
        first.action_cancel()
        self.assertEqual(self.partner.scm_supplier_state, "qualifying")
        second.action_cancel()
        self.assertFalse(self.partner.scm_supplier_state)

    def test_other_supplier_chosen_is_examined_instead(self):
        qualification = self._create_qualification()
        qualification.partner_id = self.present
        self.assertFalse(self.partner.scm_supplier_state)
        self.assertEqual(self.present.scm_supplier_state, "qualifying")

    def test_status_before_can_not_be_typed_in(self):
        qualification = self._create_qualification(former_state="approved")
        self.assertFalse(qualification.former_state)
        with self.assertRaisesRegex(UserError, "Status Before"):
            qualification.former_state = "approved"

    def test_same_tax_id_is_pointed_out_however_it_is_written(self):
        self.present.vat = "00501503"
        twin = self.env["res.partner"].create({"name": "Twin", "vat": "00501503"})
        self.assertEqual(twin.scm_duplicate_ids, self.present)
        self.assertFalse(twin.scm_tax_warning)

    def test_same_domain_is_pointed_out_but_not_a_shared_one(self):
        partners = self.env["res.partner"]
        twin = partners.create({"name": "Twin", "email": "sales@present.test"})
        self.assertEqual(twin.scm_duplicate_ids, self.present)
        self.present.email = "present@gmail.com"
        other = partners.create({"name": "Other", "email": "other@gmail.com"})
        self.assertFalse(other.scm_duplicate_ids)

    def test_request_for_quotation_takes_the_offer(self):
        line = {"product_id": self.product.id, "price": 8, "minimum_qty": 50}
        qualification = self._check_all(self._create_qualification(line_ids=[(0, 0, line)]))
        with self.assertRaises(UserError):
            qualification.action_create_rfq()
        qualification.action_submit()
        qualification.with_user(self.manager).action_approve()
        order = qualification._get_first_rfq()
        self.assertRecordValues(order.order_line, [{"product_qty": 50, "price_unit": 8}])
        self.assertEqual(qualification._get_first_rfq(), order)
