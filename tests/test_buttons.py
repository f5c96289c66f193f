# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree
from odoo.tests import TransactionCase, tagged

PREFIX = "scm_assistant_"


@tagged("post_install", "-at_install")
class TestButtons(TransactionCase):
    """Each button of our views calls a method that the web client can call."""

    def test_button_calls_a_method_of_records(self):
        """The client passes the records, which a method of the model does not take."""
        wrong = {
            f"{model}.{name} ({key})"
            for key, model, name in self._get_buttons()
            if not self._is_callable(getattr(self.env.registry[model], name, None))
        }
        self.assertFalse(wrong)

    def _is_callable(self, method):
        return method and not getattr(method, "_api_model", False)

    def _get_buttons(self):
        """Return (view, model, method) of each button in our views."""
        views = self.env["ir.ui.view"].search([("model", "!=", False)])
        own = views.filtered(lambda view: (view.xml_id or "").startswith(PREFIX))
        self.assertTrue(own)
        for view in own:
            for button in etree.fromstring(view.arch_db).iter("button"):
                # Buttons of views that are extended stand in theirs; kanban cards use links.
                if button.get("type") == "object":
                    yield view.xml_id, self._find_model(view, button), button.get("name")

    def _find_model(self, view, button):
        model = view.model
        for parent in reversed([*button.iterancestors("field")]):
            field = self.env[model]._fields.get(parent.get("name"))
            model = field.comodel_name if field and field.relational else model
        return model
