# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What runs in production knows nothing of the demo company: it has a folder of its own."""

import re
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"
APART = frozenset({"demo", "tests", "i18n"})
# They name the folder and its files.
LISTS = frozenset({"__manifest__.py", "__init__.py"})
WORD = re.compile(r"\b_?demo", re.IGNORECASE)


def is_production(path):
    place = path.relative_to(ADDONS)
    return not APART & set(place.parts) and path.name not in LISTS


def test_nothing_outside_its_folder_speaks_of_the_demo():
    files = [path for kind in ("py", "xml", "js", "csv") for path in ADDONS.rglob(f"*.{kind}")]
    found = [
        f"{path.relative_to(ADDONS)}:{number}"
        for path in sorted(filter(is_production, files))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if WORD.search(line)
    ]
    assert not found
