# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Let cards name the filter with which they opened: any of the name "waiting"."""
    cr.execute(
        """
        UPDATE scm_work_queue
           SET filter_names = 'waiting'
         WHERE model_name IN (SELECT model
                                FROM ir_ui_view
                               WHERE type = 'search'
                                 AND arch_db ->> 'en_US' LIKE '%name="waiting"%')
        """
    )
