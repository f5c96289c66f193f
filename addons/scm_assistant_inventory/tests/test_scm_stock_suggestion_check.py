# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_scm_stock_suggester import ScmSuggesterCommon


@tagged("post_install", "-at_install")
class TestScmStockSuggestionCheck(ScmSuggesterCommon):
    """When the stock is looked at again, on the way from a suggestion to a transfer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.scm_suggestion_limit = 10000
        cls.source = cls._create_position(cls.warehouse, 100)
        cls.target = cls._create_position(cls.second, 2)

    def _suggest_transfer(self):
        found = self._generate().filtered(lambda one: one.kind == "transfer")
        return found.with_user(self.assistant)

    def _count_refreshes(self, action):
        """Return how often the source was read, and how often compared and written."""
        positions = type(self.env["scm.stock.position"])
        read, refresh = positions._read_figures, positions._refresh_status
        counted = {"read": 0, "refreshed": 0}

        def count_read(position):
            counted["read"] += self.source in position
            return read(position)

        def count_refresh(position):
            counted["refreshed"] += self.source in position
            return refresh(position)

        with (
            patch.object(positions, "_read_figures", count_read),
            patch.object(positions, "_refresh_status", count_refresh),
        ):
            action()
        return counted

    def test_accepted_transfer_refreshes_its_source_once(self):
        transfer = self._suggest_transfer()
        counted = self._count_refreshes(transfer.action_submit)
        self.assertEqual(transfer.approval_state, "applied")
        # Before the goods are promised, and when they are.
        self.assertEqual(counted, {"read": 2, "refreshed": 1})
        self.assertEqual(self.source.outgoing_qty, transfer.quantity)

    def test_transfer_is_checked_again_when_the_manager_approves(self):
        self.company.scm_suggestion_limit = 100
        transfer = self._suggest_transfer()
        transfer.action_submit()
        self._deliver(10)
        # A limit raised meanwhile changes nothing about that.
        self.company.scm_suggestion_limit = 10000
        with self.assertRaisesRegex(UserError, "can spare only 30"):
            transfer.with_user(self.manager).action_approve()
        self.assertFalse(transfer.move_ids)

    def test_manager_sees_the_stock_of_the_submission(self):
        self.company.scm_suggestion_limit = 10
        transfer = self._suggest_transfer()
        transfer.quantity = 20
        self._deliver(10)
        transfer.action_submit()
        self.assertEqual(transfer.approval_state, "submitted")
        self.assertEqual(self.source.on_hand_qty, 90)
