# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from io import BytesIO

from odoo import models
from odoo.tools import SQL

from ...tools import binary_table


class ScmBinaryTableMixin(models.AbstractModel):
    """Numbers between PostgreSQL and numpy by binary COPY, see ``tools/binary_table``."""

    _name = "scm.binary.table.mixin"
    _description = "Exchange of Tables of Numbers"

    def _read_table(self, query, kinds):
        """Return the columns of a query without NULLs as arrays.

        :param kinds: a letter for each column: see ``binary_table``
        """
        names = [SQL(f"c{place}") for place in range(len(kinds))]
        typed = SQL(", ").join(
            SQL(f"%s::{binary_table.SQL_TYPES[kind]}", name)
            for name, kind in zip(names, kinds, strict=True)
        )
        content = self._copy_out(
            SQL("SELECT %s FROM (%s) AS numbers(%s)", typed, query, SQL(", ").join(names))
        )
        return binary_table.load(content, kinds)

    def _copy_out(self, query):
        """Return what a query gives, as PostgreSQL's binary COPY."""
        cursor, buffer = self.env.cr, BytesIO()
        copy = SQL("COPY (%s) TO STDOUT (FORMAT binary)", query)
        cursor.copy_expert(cursor.mogrify(copy.code, copy.params).decode(), buffer)
        return buffer.getbuffer()

    def _copy_in(self, table, columns, content):
        """Append the rows of a binary COPY to ``table``."""
        cursor = self.env.cr
        copy = SQL(
            "COPY %s (%s) FROM STDIN (FORMAT binary)",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, columns)),
        )
        cursor.copy_expert(cursor.mogrify(copy.code, copy.params).decode(), BytesIO(content))
