# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_count import ScmCountCommon


@tagged("post_install", "-at_install")
class TestScmCountSession(ScmCountCommon):
    def _create_positions(self):
        """Give the product a stock position of class A."""
        self._sell_weekly(10, 8, 100)
        self.env["scm.stock.planner"]._refresh(self.company)

    def test_blind_counter_does_not_see_the_books_until_it_is_settled(self):
        line = self._create_line()
        self._count(line, 60)
        as_counter = line.with_user(self.counter)
        as_counter.counted_qty = 60
        for user in (self.counter, self.assistant):
            with self.subTest(user=user.login):
                as_user = line.with_user(user)
                self.assertTrue(as_user.is_hidden)
                self.assertEqual(as_user.visible_book_qty, 0)
                self.assertEqual(as_user.visible_difference_qty, 0)
                with self.assertRaises(AccessError):
                    as_user.read(["book_qty"])
                with self.assertRaises(AccessError):
                    as_user.search([("difference_qty", "<", 0)])
                with self.assertRaises(AccessError):
                    as_user.read(["first_counted_qty"])
        self.assertEqual(line.with_user(self.manager).visible_book_qty, 100)
        as_counter.action_confirm()
        self.assertEqual(line.state, "review")
        self.assertTrue(as_counter.is_hidden, "a manager may have it counted again")
        as_manager = line.with_user(self.manager)
        as_manager.cause_id = self.cause
        as_manager.action_approve()
        self.assertEqual(as_counter.visible_difference_qty, -40)

    def test_count_that_waits_for_a_decision_tells_the_counter_nothing(self):
        line = self._create_line()
        self._count(line, 60, 60)
        as_counter = line.with_user(self.counter)
        self.counter.group_ids += self.env.ref("base.group_allow_export")
        exported = as_counter.export_data(["visible_book_qty", "visible_difference_qty"])
        self.assertEqual(exported["datas"], [[0, 0]])
        self.assertNotIn("40", line.activity_ids.summary)
        as_assistant = line.with_user(self.assistant)
        self.assertEqual(as_assistant.visible_difference_qty, -40, "to look for the cause")
        line.with_user(self.manager)._reject("Look again")
        as_counter.counted_qty = 70
        for user in (self.counter, self.assistant):
            self.assertTrue(line.with_user(user).is_hidden)

    def test_manager_is_asked_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.product.with_context(lang="zh_TW").name = "自家產品"
        self.manager.lang = "zh_TW"
        line = self._create_line()
        self._count(line, 60, 60)
        task = line.activity_ids.filtered(lambda one: one.user_id == self.manager)
        self.assertIn("自家產品", task.summary)

    def test_names_with_a_product_in_them_follow_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.product.with_context(lang="zh_TW").name = "自家產品"
        self.product.with_context(lang="en_US").name = "Own Product"
        values = {"product_id": self.product.id, "warehouse_id": self.warehouse.id}
        records = [
            self._create_line(),
            *(
                self.env[name].new(values)
                for name in (
                    "scm.stock.position",
                    "scm.orderpoint.change",
                    "scm.stock.backtest.line",
                )
            ),
        ]
        for record in records:
            self.assertIn("Own Product", record.with_context(lang="en_US").display_name)
            self.assertIn("自家產品", record.with_context(lang="zh_TW").display_name)

    def test_phone_shows_the_product_of_a_line(self):
        views = self.env["scm.count.line"].with_user(self.counter).get_views([(False, "kanban")])
        for name in ("product_id", "location_id", "state"):
            self.assertIn(f'name="{name}"', views["views"]["kanban"]["arch"])

    def test_assistant_who_counted_does_not_see_the_books_before_the_decision(self):
        line = self._create_line(self._create_session(user_id=self.assistant.id))
        self._count(line, 60, 60, user=self.assistant)
        self.assertEqual(line.state, "review")
        self.assertTrue(line.with_user(self.assistant).is_hidden)

    def test_open_count_shows_what_the_system_says(self):
        session = self._create_session(is_blind=False)
        line = self._create_line(session).with_user(self.counter)
        self.assertTrue(line.is_hidden, "nothing was counted, nothing to compare")
        line.counted_qty = 60
        self.assertEqual(line.visible_difference_qty, -40)

    def test_only_a_manager_lifts_the_blindfold(self):
        session = self._create_session()
        for user in (self.counter, self.assistant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                session.with_user(user).is_blind = False
        with self.assertRaises(AccessError):
            self.env["scm.count.session"].with_user(self.assistant).create(
                {"warehouse_id": self.warehouse.id, "is_blind": False}
            )
        session.with_user(self.manager).is_blind = False

    def test_counter_sees_only_the_columns_that_are_used(self):
        session = self._create_session().with_user(self.counter)
        line = self._create_line(session)
        unused = {
            "has_lots": False,
            "has_packages": False,
            "has_owners": False,
            "has_problems": False,
        }
        self.assertRecordValues(session, [unused])
        self._count(line, 10001)
        self.assertRecordValues(session, [{**unused, "has_problems": True}])
        tracked = self._create_product(name="Tracked", tracking="lot")
        self._create_line(session, product_id=tracked.id)
        self.assertTrue(session.has_lots)

    def test_session_follows_its_lines(self):
        session = self._create_session()
        other = self._create_product(name="Other")
        self._receive(10, product=other)
        first, second = self._create_line(session), self._create_line(session, product_id=other.id)
        self.assertEqual(session.state, "todo")
        self._count(first, 100)
        self.assertRecordValues(session, [{"state": "counting", "open_count": 1, "progress": 50}])
        self._count(second, 5, 5)
        self.assertEqual(session.state, "review")
        second.with_user(self.manager).action_approve()
        self.assertRecordValues(session, [{"state": "done", "accuracy": 0.5}])
        self.assertIn("50 %", session.accuracy_text)

    def test_serial_number_is_there_once_or_not_at_all(self):
        product, lot = self._create_serial("S1")
        line = self._create_line(product_id=product.id, lot_id=lot.id)
        self._count(line, 2)
        self.assertEqual(line.state, "todo")
        self.assertIn("once", line.problem)
        self._count(line, 1)
        self.assertEqual(line.state, "done")

    def test_serial_number_counted_twice_is_refused_in_both_places(self):
        product, lot = self._create_serial("S2")
        shelf = self._create_shelf()
        session = self._create_session()
        first = self._create_line(session, product_id=product.id, lot_id=lot.id)
        second = self._create_line(
            session, product_id=product.id, lot_id=lot.id, location_id=shelf.id
        )
        first.counted_qty = second.counted_qty = 1
        session.with_user(self.counter).action_confirm()
        self.assertEqual((first + second).mapped("state"), ["todo", "todo"])
        self.assertIn("S2", first.problem)
        self.assertEqual(self._get_stock(product, lot=lot), 1)

    def test_serial_number_found_elsewhere_needs_a_zero_in_its_old_place(self):
        product, lot = self._create_serial("S3")
        shelf = self._create_shelf()
        session = self._create_session()
        found = self._create_line(
            session, product_id=product.id, lot_id=lot.id, location_id=shelf.id
        )
        self._count(found, 1)
        self.assertIn("by the system", found.problem)
        missing = self._create_line(session, product_id=product.id, lot_id=lot.id)
        missing.is_counted = True
        self._count(found, 1)
        self.assertEqual(found.state, "recount", "a serial number tolerates nothing")

    def test_tracked_product_is_counted_by_its_lots(self):
        product, _lot = self._create_serial("S4")
        line = self._create_line(product_id=product.id)
        self._count(line, 1)
        self.assertIn("lot", line.problem)

    def test_records_of_another_company_stay_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "scm_assistant_base.group_scm_manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        line = self._create_line()
        for record in (line, line.session_id, self.count_class):
            with self.subTest(model=record._name):
                model = record.with_context(allowed_company_ids=other.ids).with_user(stranger)
                self.assertNotIn(record, model.search([]))
                with self.assertRaises(AccessError):
                    model.read(["company_id"])
