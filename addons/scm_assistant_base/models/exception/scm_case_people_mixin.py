# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class ScmCasePeopleMixin(models.AbstractModel):
    """Who hears of a case and who is asked about it."""

    _name = "scm.case.people.mixin"
    _description = "People of a Case"

    def action_ask_departments(self):
        """Ask each department that cases of this category usually concern, once."""
        for case in self:
            if not case.category_id.team_ids:
                raise UserError(
                    case.env._(
                        "No departments are set for %(category)s; ask on the page below.",
                        category=case.category_id.name,
                    )
                )
            teams = case.category_id.team_ids - case.request_ids.team_id
            case.request_ids.create([case._prepare_request_values(team) for team in teams])

    def _notify_managers(self, event):
        """Put the case on the managers' list of activities, in the language of each."""
        self.ensure_one()
        for manager in self._get_notified(event):
            # sudo: whoever reports a case may not schedule activities for others.
            case = self.sudo().with_context(lang=manager.lang)
            case.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=case._get_notice(event),
                user_id=manager.id,
            )
            if self.severity == "s1":
                # A critical case doesn't wait until the list is looked at.
                manager._bus_send(
                    "simple_notification",
                    {"type": "danger", "message": case._get_notice(event), "sticky": True},
                )

    def _get_notice(self, event):
        """Return what managers are told of: a case that is new, late, or back."""
        self.ensure_one()
        notices = {
            "new": self.env._("New exception: %(name)s", name=self.name),
            "late": self.env._("Past its deadline: %(name)s", name=self.name),
            "back": self.env._("It came back: %(name)s", name=self.name),
        }
        return notices[event]

    def _get_notified(self, event):
        """Return who hears of an event; extend to tell others.

        What the category's manager did not get solved in time goes one level up.
        """
        self.ensure_one()
        managers = self._get_managers()
        return managers | self._get_scm_managers() if event == "late" else managers

    def _get_managers(self):
        """Return who is told: the category's manager, else the company's SCM managers."""
        self.ensure_one()
        return self.category_id.manager_id or self._get_scm_managers()

    def _get_scm_managers(self):
        self.ensure_one()
        group = self.env.ref("scm_assistant_base.group_scm_manager")
        # sudo: a user who reports a case need not read other users.
        managers = group.sudo().all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids and not user.share and user.active
        )
        return managers - self.env.ref("base.user_root")

    def _prepare_request_values(self, team):
        """Return the values of the standard question to a department, in its language."""
        self.ensure_one()
        case = self.with_context(lang=team.user_id.lang or self.env.lang)
        return {
            "exception_id": self.id,
            "team_id": team.id,
            "user_id": team.user_id.id,
            "question": case.env._("What do you know about this: %(case)s?", case=self.name),
        }
