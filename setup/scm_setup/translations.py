"""Terms of the addons: exported by Odoo, complete in zh_TW."""

import re

from .paths import ADDONS
from .progress import SetupError, step

LANGUAGE = "zh_TW"


def export(base, database, addons):
    """Write each addon's .pot and update its zh_TW.po in place."""
    with step("Export of terms"):
        base.odoo.run(
            "i18n", "export", "-d", database, "-l", "pot", LANGUAGE, "--", *addons,
            log="i18n",
        )  # fmt: skip
    for addon in addons:
        for path in (ADDONS / addon / "i18n").glob("*.po*"):
            # Else each export is a change.
            text = path.read_text(encoding="utf-8")
            path.write_text(
                re.sub(r'"(POT-Creation|PO-Revision)-Date: .*\n', "", text), encoding="utf-8"
            )


def check(base, database, addons):
    """Fail when a term that the database knows lacks its translation in zh_TW.po."""
    directory = ADDONS
    code = CHECK % {"addons": list(addons), "root": str(directory)}
    with step("Translations are complete"):
        log = base.odoo.run(
            "shell", "-d", database, "--no-http", "--log-level", "error",
            log="translations", text=code,
        )  # fmt: skip
    missing = [line for line in log.read_text().splitlines() if line.startswith("MISSING ")]
    if missing:
        lines = "\n".join(missing)
        raise SetupError(f"{len(missing)} terms have no {LANGUAGE} translation:\n{lines}")


# Compares what Odoo would export now with what is checked in.
CHECK = """
import io, polib
from odoo.tools.translate import trans_export
for addon in %(addons)r:
    buffer = io.BytesIO()
    trans_export(False, [addon], buffer, "po", env)
    current = polib.pofile(buffer.getvalue().decode())
    path = %(root)r + "/" + addon + "/i18n/zh_TW.po"
    try:
        known = {e.msgid: e for e in polib.pofile(path, encoding="utf-8")}
    except OSError:
        known = {}
    for entry in current:
        done = known.get(entry.msgid)
        if done is None or not done.msgstr or "fuzzy" in done.flags:
            print("MISSING", addon, repr(entry.msgid))
# A term may stand in one addon's file and be shown by another's model.
env.cr.execute('''
    SELECT model, name FROM ir_model_fields
     WHERE model LIKE 'scm.%%' AND field_description->>'zh_TW' IS NULL
     UNION ALL
    SELECT field.model, field.name || ': ' || choice.value
      FROM ir_model_fields_selection choice JOIN ir_model_fields field ON field.id = choice.field_id
     WHERE field.model LIKE 'scm.%%' AND choice.name->>'zh_TW' IS NULL
''')
for model, name in env.cr.fetchall():
    print("MISSING", "label in the database", model, name)
"""
