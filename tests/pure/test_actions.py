# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a button returns has a context of its own.

The context in which a button runs may name views for the lines of a field
(``form_view_ref``). An action that passes it on opens another model in the lines' form,
which crashes: ``"scm.exception"."problem" field is undefined``.
"""

import ast
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"
HOME = "tools/actions.py"
LEAKING = frozenset({"_get_records_action", "get_formview_action"})


def find_leaks(path):
    """Yield the lines of a file in which an action gets the context of the caller."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in LEAKING:
            yield node.lineno
        if isinstance(node, ast.Dict) and any(map(is_passed_on, node.keys, node.values)):
            yield node.lineno


def is_passed_on(key, value):
    """Tell whether an entry of a dict is ``"context": … self.env.context …``."""
    if not isinstance(key, ast.Constant) or key.value != "context":
        return False
    return "env.context" in ast.unparse(value)


def test_action_of_a_button_does_not_pass_on_the_context_of_its_caller():
    leaks = [
        f"{path.relative_to(ADDONS)}:{line}"
        for path in sorted(ADDONS.rglob("*.py"))
        if "tests" not in path.parts and not str(path).endswith(HOME)
        for line in find_leaks(path)
    ]
    assert not leaks, "use open_records or open_form of scm_assistant_base's tools/actions"
