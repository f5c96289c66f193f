# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Let the delivered cards on late lines and questions go by the company's day.

    Only what nobody changed: elsewhere a domain may say more.
    """
    cr.execute(
        """
        UPDATE scm_work_queue AS card
           SET domain = CASE name.name
                   WHEN 'scm_work_queue_supply_chase' THEN '[("is_overdue", "=", True)]'
                   ELSE replace(domain, 'context_today()', '"today"') END
          FROM ir_model_data AS name
         WHERE name.model = 'scm.work.queue'
           AND name.res_id = card.id
           AND name.module = 'scm_assistant_supplier'
           AND ((name.name = 'scm_work_queue_supply_chase'
                 AND domain = '[("state", "=", "sent"), ("due_date", "<", context_today())]')
                OR name.name = 'scm_work_queue_supply_late')
        """
    )
