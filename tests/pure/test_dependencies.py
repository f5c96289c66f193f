# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An addon's manifest names each library that it imports, or it fails on a bare machine."""

import ast
import sys
from pathlib import Path

import pytest

# What Odoo 19 itself requires is on every machine that runs it; by the name to import.
REQUIRED_BY_ODOO = frozenset(
    {
        "PIL",
        "babel",
        "cryptography",
        "dateutil",
        "lxml",
        "markupsafe",
        "num2words",
        "odoo",
        "openpyxl",
        "passlib",
        "polib",
        "psycopg2",
        "pytz",
        "reportlab",
        "requests",
        "stdnum",
        "vobject",
        "werkzeug",
        "xlrd",
        "xlsxwriter",
    }
)
ADDONS = Path(__file__).resolve().parents[2] / "addons"
PATHS = sorted(path.parent for path in ADDONS.glob("*/__manifest__.py"))


def find_imports(addon):
    """Return {library: files that import it} of an addon, its tests left out."""
    found = {}
    for path in sorted(addon.rglob("*.py")):
        place = path.relative_to(addon)
        if "tests" not in place.parts:
            for name in read_imports(path):
                found.setdefault(name, set()).add(str(place))
    return found


def read_imports(path):
    """Yield the top package of each absolute import in a file, inside functions as well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("addon", PATHS, ids=lambda path: path.name)
def test_manifest_names_the_libraries_that_the_addon_imports(addon):
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))
    known = REQUIRED_BY_ODOO | sys.stdlib_module_names
    imported = {name: files for name, files in find_imports(addon).items() if name not in known}
    named = set(manifest.get("external_dependencies", {}).get("python", ()))
    missing = {name: files for name, files in imported.items() if name not in named}
    assert not missing, "imported, not in external_dependencies"
    assert named <= imported.keys(), "in external_dependencies, not imported"
