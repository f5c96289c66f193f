# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import AccessError

# The value of a field that may be chosen when a record is made, and not afterwards.
AS_GIVEN = object()
# The step that is being taken. Not in the context of Odoo: from there it could come in over
# RPC, and go out with a record.
_step = ContextVar("scm_own_step", default=None)
# Stands for the records that a step makes.
NEW = (None,)


class OwnStep:
    """A step on records of one model, and those of them that it has not written yet.

    It writes each once: who is told of that, as an automation of the company, and writes
    it as well, takes no step.
    """

    def __init__(self, model, ids):
        self.model = model
        self.ids = frozenset(ids)
        self.waiting = set(ids)


class ScmOwnStepMixin(models.AbstractModel):
    """Fields that only the record's own steps write: states, outcomes, evidence, figures.

    A model names them in `_get_own_step_fields`; its methods write them by `_write_own` and
    make records that have them by `_create_own`. Everybody else is refused, managers and
    the superuser as well: a `sudo()` that gets round a right does not get round this.
    """

    _name = "scm.own.step.mixin"
    _description = "Own Steps"
    # Records that come about by a step of ours only, such as a signature.
    _is_made_by_own_steps = False

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a record begins at the beginning, whatever it is given."""
        first = self._get_own_step_fields()
        if not self._use_step(NEW):
            self._check_new(vals_list, first)
        # Said outright, since a default could start it with an outcome. What is computed
        # has no first value, and what the user may not write no default.
        explicit = {
            name: value
            for name, value in first.items()
            if value is not AS_GIVEN
            and not self._fields[name].compute
            and self._has_field_access(self._fields[name], "write")
        }
        forged = {f"default_{name}" for name, value in first.items() if value is not AS_GIVEN}
        context = {key: self.env.context[key] for key in self.env.context.keys() - forged}
        with self._take_step(None):
            # A key can't be taken out of a context otherwise.
            unforged = self.with_context(context)  # pylint: disable=context-overridden
            records = super(ScmOwnStepMixin, unforged).create(
                [{**explicit, **vals} for vals in vals_list]
            )
        return records.with_env(self.env)

    def write(self, vals):
        """Override of `base`: only own steps write what is theirs."""
        if self and not self._use_step(self._ids):
            self._refuse_fields(self._get_own_step_fields().keys() & vals.keys())
        # What else the change brings about is no step of these records.
        with self._take_step(None):
            return super().write(vals)

    def _write_own(self, vals):
        """Write what only the record's own steps may write."""
        with self._take_own_step():
            return self.write(vals)

    @api.model
    def _create_own(self, vals_list):
        """Return new records that begin with what only own steps may write."""
        with self._take_step(OwnStep(self._name, NEW)):
            return self.create(vals_list)

    def _copy_own(self, default):
        """Return a copy that begins with what only own steps may write."""
        with self._take_step(OwnStep(self._name, NEW)):
            return self.copy(default)

    def _take_own_step(self):
        """Return the context in which these records are written by a step of theirs.

        For code that writes them itself, such as Odoo's; else see `_write_own`.
        """
        return self._take_step(OwnStep(self._name, self._ids))

    def _is_own_step(self):
        """Tell whether these records are written by a step of theirs."""
        step = _step.get()
        return bool(step) and step.model == self._name and step.ids.issuperset(self._ids)

    @api.model
    def _is_own_creation(self):
        """Tell whether new records come about by a step of the model's own."""
        step = _step.get()
        return bool(step) and step.model == self._name and step.ids == frozenset(NEW)

    @api.model
    def _use_step(self, ids):
        """Tell whether a step of the model's own has still to write these records."""
        step = _step.get()
        if not step or step.model != self._name or not step.waiting.issuperset(ids):
            return False
        step.waiting.difference_update(ids)
        return True

    @api.model
    def _get_own_step_fields(self):
        """Return {field: its value in a new record}; extend to name the fields.

        A value of `AS_GIVEN` may be chosen when the record is made.
        """
        return {}

    @contextmanager
    def _take_step(self, step):
        token = _step.set(step)
        try:
            yield
        finally:
            _step.reset(token)

    def _check_new(self, vals_list, first):
        """Refuse a record that is to begin with an outcome."""
        if self._is_made_by_own_steps:
            # sudo: whoever is refused need not read the names of models.
            self._refuse([self.env["ir.model"].sudo()._get(self._name).name])
        for vals in vals_list:
            self._refuse_fields(
                name
                for name in first.keys() & vals.keys()
                if first[name] is not AS_GIVEN and (vals[name] or False) != (first[name] or False)
            )

    def _refuse_fields(self, names):
        self._refuse([self._fields[name]._description_string(self.env) for name in sorted(names)])

    def _refuse(self, labels):
        """Raise AccessError where something, named by ``labels``, is written by hand."""
        if labels:
            raise AccessError(
                self.env._(
                    "%(names)s: written by the record's own steps, not by hand.",
                    names=", ".join(labels),
                )
            )
