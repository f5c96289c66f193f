# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ScmBaseCommon
from .fake_models import add_model


class ScmTestEvidence(models.Model):
    """A record with a state, a number that is kept and a figure that is computed."""

    _module = None
    _name = "scm.test.evidence"
    _description = "Evidence"
    _inherit = ["scm.own.step.mixin"]

    name = fields.Char()
    number = fields.Char(copy=False)
    state = fields.Selection([("open", "Open"), ("done", "Done")], copy=False)
    letter_count = fields.Integer(compute="_compute_letter_count", store=True)
    secret = fields.Integer(groups="base.group_system")
    other_id = fields.Many2one("scm.test.evidence")

    @api.model
    def _get_own_step_fields(self):
        own = {"number": AS_GIVEN, "state": "open", "letter_count": 0, "secret": 0}
        return super()._get_own_step_fields() | own

    @api.depends("name")
    def _compute_letter_count(self):
        for record in self:
            record.letter_count = len(record.name or "")

    def _finish(self):
        self._write_own({"state": "done"})

    @api.constrains("state")
    def _check_other(self):
        """Write another record, and this one, while a step is taken."""
        for record in self.other_id | self:
            if self.env.context.get("meddle") and self.state == "done":
                record.write({"state": "done"})


@tagged("post_install", "-at_install")
class TestScmOwnStepMixin(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_model(cls, ScmTestEvidence)
        cls.model = cls.env["scm.test.evidence"]

    def test_own_steps_write_and_nobody_else(self):
        record = self.model.with_user(self.assistant).create({"name": "Six", "number": "N1"})
        self.assertRecordValues(record, [{"number": "N1", "state": "open", "letter_count": 3}])
        for user in (self.assistant, self.manager, self.env.user):
            for values in (
                {"state": "done"},
                {"state": False},
                {"number": "N2"},
                {"letter_count": 9},
            ):
                with self.subTest(values=values), self.assertRaisesRegex(AccessError, "by hand"):
                    record.with_user(user).write(values)
                with self.subTest(sudo=values), self.assertRaises(AccessError):
                    record.with_user(user).sudo().write(values)
        record._finish()
        self.assertEqual(record.state, "done")
        with self.assertRaises(AccessError):
            record.state = "open"

    def test_record_begins_at_the_beginning(self):
        for values in ({"state": "done"}, {"letter_count": 9}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.model.create(values)
        self.env["ir.default"].set("scm.test.evidence", "state", "done")
        forged = {"default_state": "done", "default_letter_count": 9, "default_secret": 9}
        model = self.model.with_user(self.assistant).with_context(**forged)
        record = model.create({"name": "Six"})
        self.assertRecordValues(record, [{"state": "open", "letter_count": 3}])
        self.assertEqual(record.sudo().secret, 0)
        self.assertEqual(record.env.context["default_state"], "done")
        with self.assertRaises(AccessError):
            record.copy({"state": "done"})

    def test_step_goes_neither_in_by_the_context_nor_out_with_a_record(self):
        record = self.model._create_own({"name": "Made", "state": "done"})
        self.assertEqual(record.state, "done")
        self.assertEqual(record.env, self.env)
        copy = record._copy_own({"state": "done"})
        for own in (record, copy, record.with_context(scm_own_step=True)):
            with self.assertRaises(AccessError):
                own.write({"state": "open"})

    def test_step_is_of_these_records_alone(self):
        other = self.model.create({"name": "Other"})
        record = self.model.create({"name": "Own", "other_id": other.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            record.with_context(meddle=True)._finish()
        # Not even the record itself is written by what its step brings about.
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            other.with_context(meddle=True)._finish()
        self.env.invalidate_all()
        self.assertEqual((record.state, other.state), ("open", "open"))
        record._finish()
        self.assertEqual((record.state, other.state), ("done", "open"))

    def test_who_is_told_of_a_step_takes_none(self):
        """As an automation does: it is run when the write is done, from outside of it."""
        model = type(self.model)
        write, create = model.write, model.create

        def write_and_tell(records, vals):
            result = write(records, vals)
            write(records, {"state": "open"})
            return result

        def create_and_tell(records, vals_list):
            result = create(records, vals_list)
            create(records, [{"name": "Forged", "state": "done"}])
            return result

        record = self.model.create({"name": "Six"})
        with patch.object(model, "write", write_and_tell), self.assertRaises(AccessError):
            record._finish()
        with patch.object(model, "create", create_and_tell), self.assertRaises(AccessError):
            self.model._create_own([{"name": "Made", "state": "done"}])
