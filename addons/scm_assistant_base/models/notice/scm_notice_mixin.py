# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ScmNoticeMixin(models.AbstractModel):
    """A document that reaches people: a task on somebody's list, or a message.

    The words come from a function of the document, which is called with the document in
    the language of each who is told: ``lambda told: told.env._("Late: %s", told.name)``.
    """

    _name = "scm.notice.mixin"
    _description = "Notices"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _notify_by_task(self, users, get_summary, get_note=None, due_date=None, on=None):
        """Put a task on the list of each of ``users``.

        :param users: the users told, each once; none is no error
        :param get_summary: function of the document that returns the task's line
        :param get_note: the same for what stands below it
        :param date due_date: until when, today where it is missing
        :param on: the record that the task opens, where it is not this document
        :return: the activities, in the order of ``users``
        """
        self.ensure_one()
        # sudo: whoever acts need not schedule activities for others.
        target = (self if on is None else on).sudo()
        activities = self.env["mail.activity"]
        for user in users:
            told = self.with_context(lang=user.lang)
            activities |= target.activity_schedule(
                "mail.mail_activity_data_todo",
                due_date,
                summary=get_summary(told),
                note=get_note(told) if get_note else "",
                user_id=user.id,
            )
        return activities

    def _notify_by_message(self, users, get_subject, get_body):
        """Write to each of ``users``, where they want to be written to.

        :param get_subject: function of the document that returns the message's subject
        :param get_body: the same for its text
        """
        self.ensure_one()
        for user in users:
            told = self.with_context(lang=user.lang)
            self.message_notify(
                partner_ids=user.partner_id.ids, subject=get_subject(told), body=get_body(told)
            )

    def _notify_on_screen(self, users, get_message):
        """Say it at once on the screens of ``users``, until they close it.

        :param get_message: function of the document that returns what is said
        """
        self.ensure_one()
        for user in users:
            message = get_message(self.with_context(lang=user.lang))
            user._bus_send(
                "simple_notification", {"type": "danger", "message": message, "sticky": True}
            )

    def _find_person(self, *candidates, group=None):
        """Return the first of the users who can act on the document, or none.

        What a job or an import made belongs to OdooBot, who does nothing.

        :param candidates: users, the one to be asked first in front
        :param str group: what the person has to be a member of
        """
        self.ensure_one()
        # sudo: whoever acts need not read other users.
        users = self.env["res.users"].sudo().union(*candidates)
        return users._scm_filter_staff(self.company_id, group)[:1].sudo(False)
