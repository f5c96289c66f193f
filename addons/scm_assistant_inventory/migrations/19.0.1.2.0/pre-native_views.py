# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def migrate(cr, version):
    """Empty our additions to Odoo's own forms until they are loaded again, a moment later.

    Their fields have groups now. While one of two additions to a form is still the older
    one, which shows such a field to everybody, Odoo warns of the form that both make.
    """
    cr.execute(
        """
        UPDATE ir_ui_view view SET arch_db = '{"en_US": "<data/>"}'
          FROM ir_model_data data
         WHERE data.model = 'ir.ui.view' AND data.res_id = view.id
           AND data.module = 'scm_assistant_inventory'
           AND view.inherit_id IS NOT NULL AND view.model NOT LIKE 'scm.%'
        """
    )
