# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading

from odoo import fields
from odoo.addons.scm_assistant_base.tests.common import ScmConcurrencyCase
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

PRODUCT = "Wanted by two at once"


@tagged("post_install", "-at_install")
class TestScmStockSuggestionConcurrency(ScmConcurrencyCase):
    """Transfers that two accept at once, on two real connections."""

    def _create(self, env):
        """30 to spare and two transfers of 20 that want them.

        From a warehouse to itself: warehouses can't be removed afterwards.
        """
        company = env.company
        source = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        product = env["product.product"].create({"name": PRODUCT, "is_storable": True})
        env["stock.quant"]._update_available_quantity(product, source.lot_stock_id, 90)
        common = {"company_id": company.id, "product_id": product.id}
        position = env["scm.stock.position"].create(
            {**common, "warehouse_id": source.id, "maximum_qty": 60, "status": "excess"}
        )
        self.suggestion_ids = (
            env["scm.stock.suggestion"]
            .create(
                [
                    {
                        **common,
                        "kind": "transfer",
                        "warehouse_id": source.id,
                        "source_warehouse_id": source.id,
                        "source_position_id": position.id,
                        "quantity": 20,
                        "date": fields.Date.today(),
                    }
                    for _number in range(2)
                ]
            )
            .ids
        )
        self.location_id = source.lot_stock_id.id

    def _remove(self, env):
        product = env["product.product"].search([("name", "=", PRODUCT)])
        by_product = [("product_id", "in", product.ids)]
        moves = env["stock.move"].search(by_product)
        pickings = moves.picking_id
        moves._action_cancel()
        moves.unlink()
        pickings.unlink()
        # What was decided on is kept, but for a test's own.
        env["scm.stock.suggestion"].search(by_product)._write_own({"approval_state": "draft"})
        for model in ("scm.stock.suggestion", "scm.stock.position", "stock.quant"):
            env[model].search(by_product).unlink()
        product.unlink()

    def _accept_twice(self, first_id, second_id):
        """Accept two suggestions, the second from a snapshot taken before the first's end.

        Return what the second heard, when it tried and when it tried again as Odoo does.
        """
        heard, waits = [], threading.Event()

        def accept_second():
            with self._connect() as env:
                second = env["scm.stock.suggestion"]
                second.search_count([])
                waits.set()
                for _attempt in range(10):
                    try:
                        second.browse(second_id).action_submit()
                        heard.append(None)
                        return
                    except (ConcurrencyError, LockError, SerializationFailure) as error:
                        heard.append(type(error))
                        env.cr.rollback()
                        done.wait(10)
                    except UserError as error:
                        heard.append(str(error))
                        env.cr.rollback()
                        return

        done = threading.Event()
        with self._connect() as first:
            first["scm.stock.suggestion"].browse(first_id).action_submit()
            thread = threading.Thread(target=accept_second)
            thread.start()
            self.assertTrue(waits.wait(10))
        done.set()
        thread.join(30)
        self.assertFalse(thread.is_alive())
        return heard

    def _get_moved(self):
        with self._connect() as env:
            moves = env["stock.move"].search(
                [
                    ("product_id.name", "=", PRODUCT),
                    ("location_id", "=", self.location_id),
                    ("state", "!=", "cancel"),
                ]
            )
            return moves.mapped("product_qty")

    @mute_logger("odoo.sql_db")  # the second connection is told to run again
    def test_one_suggestion_accepted_by_two_makes_one_transfer(self):
        first = self.suggestion_ids[0]
        heard = self._accept_twice(first, first)
        self.assertGreater(len(heard), 1, "the second must be told to run again")
        self.assertIsNone(heard[-1])
        self.assertEqual(self._get_moved(), [20])

    @mute_logger("odoo.sql_db")  # the second connection is told to run again
    def test_two_transfers_never_promise_the_same_goods(self):
        heard = self._accept_twice(*self.suggestion_ids)
        self.assertIn("can spare only 10", heard[-1])
        self.assertEqual(self._get_moved(), [20])

    def _set_limit(self, limit):
        """Set from which value a manager decides; return what it was."""
        with self._connect() as env:
            company = env.company
            before, company.scm_suggestion_limit = company.scm_suggestion_limit, limit
        return before

    @mute_logger("odoo.sql_db")  # the second connection is told to run again
    def test_two_transfers_handed_in_at_once_never_promise_the_same_goods(self):
        # Below zero, so that a manager decides on everything.
        self.addCleanup(self._set_limit, self._set_limit(-1))
        heard = self._accept_twice(*self.suggestion_ids)
        self.assertGreater(len(heard), 1, "the second must be told to run again")
        self.assertIn("can spare only 10", heard[-1])
        self.assertEqual(self._get_moved(), [])
        with self._connect() as env:
            suggestions = env["scm.stock.suggestion"].browse(self.suggestion_ids)
            self.assertEqual(suggestions.mapped("approval_state"), ["submitted", "draft"])
