# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a button returns to show records."""


def open_records(records, **values):
    """Return the action that shows ``records``, one in its form, several in a list.

    It has a context of its own. Odoo's ``_get_records_action`` and ``get_formview_action``
    pass on that of the caller, where a field names views and defaults for its lines
    (``form_view_ref``); the records would open in a form that is made for the lines.

    :param values: keys of the action to set, such as ``name``
    """
    return records._get_records_action(**{"context": {}, **values})


def open_form(record, **values):
    """Return the action that shows ``record`` in the form that its model chooses for it.

    With a context of its own, as ``open_records``.
    """
    return {**record.get_formview_action(), "context": {}, **values}
