# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Let the delivered card of questions go by their companies' days, if nobody changed it."""
    cr.execute(
        """
        UPDATE scm_work_queue AS card
           SET urgent_domain = '[("is_overdue", "=", True)]'
          FROM ir_model_data AS name
         WHERE name.model = 'scm.work.queue'
           AND name.res_id = card.id
           AND name.module = 'scm_assistant_base'
           AND name.name = 'scm_work_queue_my_questions'
           AND urgent_domain = '[("due_date", "<", context_today())]'
        """
    )
