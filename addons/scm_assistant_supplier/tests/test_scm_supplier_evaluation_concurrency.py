# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from odoo.addons.scm_assistant_base.tests.common import ScmConcurrencyCase
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

NAME = "Measured by two at once"
LOGGER = "odoo.addons.scm_assistant_supplier.models.evaluation.scm_supplier_evaluator_cron"
# A month in which nobody else was to deliver.
JANUARY = date(2001, 1, 1)
PROMISED = datetime(2001, 1, 15, 4)
NOW = datetime(2001, 2, 20, 4)


@tagged("post_install", "-at_install")
class TestScmSupplierEvaluationConcurrency(ScmConcurrencyCase):
    """Two suppliers whose month two evaluate at once, on two real connections."""

    def setUp(self):
        self.enterContext(freeze_time(NOW))
        super().setUp()

    def _create(self, env):
        product = env["product.product"].create(
            {"name": NAME, "type": "consu", "supplier_taxes_id": [Command.clear()]}
        )
        line = {"product_id": product.id, "product_qty": 10}
        partners = env["res.partner"].create([{"name": NAME}, {"name": NAME}])
        orders = env["purchase.order"].create(
            [
                {"partner_id": partner.id, "order_line": [Command.create(line)]}
                for partner in partners
            ]
        )
        orders.order_line.date_planned = PROMISED
        orders.button_confirm()
        self.partner_ids = partners.ids

    def _remove(self, env):
        self._get_evaluations(env).unlink()
        orders = env["purchase.order"].search([("partner_id.name", "=", NAME)])
        pickings = orders.picking_ids
        orders.button_cancel()
        pickings.unlink()
        orders.unlink()
        env["product.product"].search([("name", "=", NAME)]).unlink()
        env["res.partner"].search([("name", "=", NAME)]).unlink()

    def _get_evaluations(self, env):
        return env["scm.supplier.evaluation"].search([("date_from", "=", JANUARY)])

    def _run_job(self):
        """Evaluate as the monthly job does, with a commit after each company."""
        with self._connect() as env:
            env["scm.supplier.evaluator"]._cron_evaluate_month()

    def _run_wizard(self, env):
        env["scm.supplier.evaluation.run"].create({}).action_run()

    def _assert_evaluated_once(self):
        with self._connect() as env:
            evaluations = self._get_evaluations(env)
            suppliers = [evaluation.partner_id.id for evaluation in evaluations]
            self.assertCountEqual(suppliers, self.partner_ids)
            self.assertEqual(evaluations.mapped("due_line_count"), [1, 1])

    def test_job_that_finds_another_at_work_leaves_the_company_to_it(self):
        begun, go = threading.Event(), threading.Event()
        model = self.registry["scm.supplier.figures"]
        measure = model._get_figures

        def measure_slowly(figures, scope):
            found = measure(figures, scope)
            # Other companies have nothing in that month.
            if found[0] and not begun.is_set():
                begun.set()
                go.wait(30)
            return found

        first = threading.Thread(target=self._run_job)
        with patch.object(model, "_get_figures", measure_slowly), self.assertNoLogs(LOGGER):
            first.start()
            try:
                self.assertTrue(begun.wait(30))
                self._run_job()
            finally:
                go.set()
                first.join(30)
        self.assertFalse(first.is_alive())
        self._assert_evaluated_once()

    def test_job_leaves_the_company_to_somebody_who_evaluates_it_by_hand(self):
        with self._connect() as first, self.assertNoLogs(LOGGER):
            self._run_wizard(first)
            self._run_job()
        self._assert_evaluated_once()

    @mute_logger("odoo.sql_db")  # the second connection is told to run again
    def test_run_that_began_before_another_ended_is_run_again(self):
        for case in ("the first of the period", "another"):
            with self.subTest(case), self._connect() as first, self._connect() as second:
                # Takes its snapshot before the first commits.
                self._get_evaluations(second)
                self._run_wizard(first)
                first.cr.commit()
                # Odoo runs the request again on this error.
                with self.assertRaises(SerializationFailure):
                    self._run_wizard(second)
                second.cr.rollback()
                self._run_wizard(second)
            self._assert_evaluated_once()
