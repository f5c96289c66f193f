# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
from pathlib import Path

from odoo.models import BaseModel
from odoo.tests import BaseCase, tagged

ADDONS = Path(__file__).resolve().parents[1] / "addons"
# Of these Odoo asks for one of each model's own.
OWN = frozenset({"_compute_display_name", "init"})


@tagged("post_install", "-at_install")
class TestMethods(BaseCase):
    def test_no_method_shadows_one_of_the_orm(self):
        """A method named as one of all models is called in its place, by Odoo too."""
        known = {name for name in dir(BaseModel) if callable(getattr(BaseModel, name))} - OWN
        wrong = [
            f"{path.relative_to(ADDONS)}: {method.name}"
            for path in sorted(ADDONS.rglob("*.py"))
            for method in self._get_methods(path)
            if method.name in known and "super(" not in ast.unparse(method)
        ]
        self.assertFalse(wrong)

    def _get_methods(self, path):
        """Yield the methods of the models in a file."""
        if "tests" in path.parts:
            return
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and self._is_model(node):
                yield from (one for one in node.body if isinstance(one, ast.FunctionDef))

    def _is_model(self, node):
        return any(ast.unparse(base).startswith("models.") for base in node.bases)
