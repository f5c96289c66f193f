"""Linter of models: one override of a method in an addon.

It takes a tree and returns lines, as the linters of `lint_docs` do.
"""

import ast
from collections import defaultdict


def find_double_overrides(tree):
    """Find methods that two files of an addon define for the same model.

    Which of them runs first hangs on the order of imports. One overrides; what the other
    one does is a method that it calls.
    """
    places = defaultdict(list)
    for path, text in sorted(tree.items()):
        parts = path.split("/")
        if parts[0] == "addons" and path.endswith(".py") and "tests" not in parts:
            for model, method in _get_methods(text):
                places[parts[1], model, method.name].append(f"{path}:{method.lineno}")
    return [
        f"{place}: {model}.{method} is defined in {first.partition(':')[0]} as well"
        for (_addon, model, method), (first, *others) in places.items()
        for place in others
    ]


def _get_methods(text):
    """Yield (name of the model, method) of a file."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        # Other linters tell that better.
        return
    for node in body:
        if isinstance(node, ast.ClassDef) and (model := _find_model(node)):
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    yield model, member


def _find_model(node):
    """Return the name of the model that a class makes or extends, or None."""
    names = {}
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            names[statement.targets[0].id] = statement.value
    for value in (names.get("_name"), names.get("_inherit")):
        if isinstance(value, ast.List) and value.elts:
            value = value.elts[0]
        if isinstance(value, ast.Constant):
            return value.value
    return None


LINTERS = {"one override a method": find_double_overrides}
