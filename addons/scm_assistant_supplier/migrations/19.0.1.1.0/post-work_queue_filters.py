# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Let the card of updates to approve show them: its filter left nothing of them."""
    cr.execute(
        """
        UPDATE scm_work_queue AS card
           SET filter_names = NULL
          FROM ir_model_data AS name
         WHERE name.model = 'scm.work.queue'
           AND name.res_id = card.id
           AND name.module = 'scm_assistant_supplier'
           AND name.name = 'scm_work_queue_supplier_updates'
        """
    )
