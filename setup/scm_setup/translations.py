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
same = set()
for addon in %(addons)r:
    buffer = io.BytesIO()
    trans_export(False, [addon], buffer, "po", env)
    current = polib.pofile(buffer.getvalue().decode())
    path = %(root)r + "/" + addon + "/i18n/zh_TW.po"
    try:
        known = {e.msgid: e for e in polib.pofile(path, encoding="utf-8")}
    except OSError:
        known = {}
    same |= {e.msgid for e in known.values() if e.msgid == e.msgstr}
    for entry in current:
        done = known.get(entry.msgid)
        if done is None or not done.msgstr or "fuzzy" in done.flags:
            print("MISSING", addon, repr(entry.msgid))
# A term may stand in one addon's file and be shown by another's model: what is shown
# is the label in the database.
env.cr.execute('''
    SELECT data.name, label.text
      FROM ir_model_data data
      JOIN LATERAL (
           SELECT field_description FROM ir_model_fields
            WHERE id = data.res_id AND data.model = 'ir.model.fields'
            UNION ALL
           SELECT name FROM ir_model_fields_selection
            WHERE id = data.res_id AND data.model = 'ir.model.fields.selection'
           ) term(text) ON TRUE
      JOIN LATERAL (SELECT term.text->>'en_US', term.text->>'zh_TW') label(text, done) ON TRUE
     WHERE data.module LIKE 'scm\\_assistant%%' AND label.done IS NULL
''')
for name, text in env.cr.fetchall():
    # Odoo exports no single letters.
    if text not in same and len(text) > 1:
        print("MISSING", "label in the database", name, repr(text))
"""
