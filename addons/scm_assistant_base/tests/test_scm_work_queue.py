# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from .common import MANAGER, ScmBaseCommon


@tagged("post_install", "-at_install")
class TestScmWorkQueue(ScmBaseCommon):
    def _create_queue(self, **values):
        return self.env["scm.work.queue"].create(
            {
                "name": "My Contacts",
                "model_name": "scm.contact.log",
                "domain": "[('user_id', '=', uid)]",
                "action_id": self.env.ref("scm_assistant_base.scm_contact_log_action").id,
                **values,
            }
        )

    def _search(self, user, queue):
        return self.env["scm.work.queue"].with_user(user).search([("id", "=", queue.id)])

    def test_number_is_that_of_the_user_who_looks(self):
        queue = self._create_queue()
        self._create_contact(user_id=self.clerk.id)
        self._create_contact(user_id=self.assistant.id)
        self._create_contact(user_id=self.assistant.id)
        self.assertEqual(queue.with_user(self.clerk).record_count, 1)
        self.assertEqual(queue.with_user(self.assistant).record_count, 2)

    def test_number_leaves_out_other_companies(self):
        queue = self._create_queue(domain="[]")
        other = self.env["res.company"].create({"name": "Other"})
        before = queue.with_user(self.clerk).record_count
        self._create_contact(company_id=other.id)
        queue.invalidate_recordset()
        self.assertEqual(queue.with_user(self.clerk).record_count, before)

    def test_urgent_are_a_part_of_those_that_wait(self):
        queue = self._create_queue(urgent_domain="[('purpose', '=', 'delay')]").with_user(
            self.clerk
        )
        self._create_contact(user_id=self.clerk.id)
        self._create_contact(user_id=self.clerk.id, purpose="delay")
        self._create_contact(user_id=self.assistant.id, purpose="delay")
        self.assertEqual((queue.record_count, queue.urgent_count), (2, 1))

    def test_number_is_that_of_the_records_it_opens(self):
        queue = self._create_queue().with_user(self.clerk)
        self._create_contact(user_id=self.clerk.id)
        action = queue.action_open()
        records = self.env[action["res_model"]].with_user(self.clerk).search(action["domain"])
        self.assertEqual(len(records), queue.record_count)
        self.assertEqual(action["display_name"], "My Contacts")

    def test_card_is_hidden_without_access_to_its_records(self):
        queue = self._create_queue(model_name="ir.config_parameter", domain="[]")
        self.assertFalse(self._search(self.manager, queue))
        self.assertEqual(queue.with_user(self.manager).record_count, 0)
        with self.assertRaises(UserError):
            queue.with_user(self.manager).action_open()

    def test_card_is_hidden_from_other_groups(self):
        queue = self._create_queue(group_ids=[(6, 0, self.env.ref(MANAGER).ids)])
        self.assertFalse(self._search(self.assistant, queue))
        self.assertTrue(self._search(self.manager, queue))

    def test_card_of_an_addon_gone_is_left_out(self):
        queue = self._create_queue(model_name="scm.gone", domain="[('x', '=', 1)]")
        self.assertFalse(self._search(self.manager, queue))
        self.assertEqual(queue.with_user(self.manager).record_count, 0)

    def test_domain_that_does_not_fit_is_refused(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "nobody()"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._create_queue(domain=domain)

    def test_every_delivered_card_counts_and_opens(self):
        queues = self.env["scm.work.queue"].with_user(self.manager).search([])
        self.assertGreaterEqual(len(queues), 4)
        for queue in queues:
            with self.subTest(queue=queue.name):
                self.assertGreaterEqual(queue.record_count, queue.urgent_count)
                self.assertEqual(queue.action_open()["res_model"], queue.model_name)

    def test_every_delivered_card_opens_with_filters_that_its_list_has(self):
        queues = self.env["scm.work.queue"].search([])
        self.assertIn("waiting", queues.mapped("filter_names"))
        for queue in queues.filtered(lambda queue: queue.model_name in self.env):
            with self.subTest(queue=queue.name):
                action = queue.action_open()
                view = self._get_search_view(action)
                for name in action["context"]:
                    self.assertTrue(view.xpath(f"//filter[@name='{name[15:]}']"), name)

    def test_no_delivered_card_opens_with_a_filter_that_hides_what_it_counts(self):
        """A filter may be as narrow as the card, never at odds with its domain."""
        for queue in self.env["scm.work.queue"].search([("filter_names", "!=", False)]):
            with self.subTest(queue=queue.name):
                action = queue.action_open()
                view = self._get_search_view(action)
                for name in action["context"]:
                    text = view.xpath(f"//filter[@name='{name[15:]}']")[0].get("domain")
                    fixed = {
                        (term.field_expr, str(term.value))
                        for term in Domain(queue._evaluate(text)).iter_conditions()
                        if term.operator in ("=", "in")
                    }
                    own = {
                        (term.field_expr, str(term.value))
                        for term in Domain(action["domain"]).iter_conditions()
                    }
                    self.assertLessEqual(fixed, own)

    def test_card_opens_with_its_filters(self):
        queue = self._create_queue(filter_names="mine, contacted_at")
        action = queue.with_user(self.clerk).action_open()
        self.assertEqual(
            action["context"], {"search_default_mine": 1, "search_default_contacted_at": 1}
        )
        self.assertEqual(self._create_queue().action_open()["context"], {})

    def test_filter_that_the_list_does_not_have_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no_such_filter"):
            self._create_queue(filter_names="no_such_filter")

    def _get_search_view(self, action):
        model = self.env[action["res_model"]]
        view = action["search_view_id"] and action["search_view_id"][0]
        return etree.fromstring(model.get_view(view, "search")["arch"])

    def test_workbench_groups_cards_by_area_in_the_order_of_the_work(self):
        self._create_queue(area="delivery")
        self._create_queue(area="inventory")
        # As the kanban asks; an area without a card is not among the answer.
        queues = self.env["scm.work.queue"].with_context(read_group_expand=True)
        groups = queues.web_read_group([], ["area"], ["__count"])["groups"]
        areas = [group["area"] for group in groups]
        self.assertLess(areas.index("general"), areas.index("inventory"))
        self.assertLess(areas.index("inventory"), areas.index("delivery"))

    def test_only_a_manager_configures_cards(self):
        queue = self._create_queue()
        with self.assertRaises(AccessError):
            queue.with_user(self.assistant).name = "Mine"
        with Form(queue.with_user(self.manager)) as form:
            form.name = "Ours"
        self.assertEqual(queue.name, "Ours")
