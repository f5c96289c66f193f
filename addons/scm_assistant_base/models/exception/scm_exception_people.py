# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class ScmException(models.Model):
    """Who hears of a case and who is asked about it."""

    _inherit = "scm.exception"

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
        managers = self._get_notified(event)
        self._notify_by_task(managers, lambda told: told._get_notice(event))
        if self.severity == "s1":
            # A critical case doesn't wait until the list is looked at.
            self._notify_on_screen(managers, lambda told: told._get_notice(event))

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
        return self.company_id._scm_get_users("scm_assistant_base.group_scm_manager")

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
