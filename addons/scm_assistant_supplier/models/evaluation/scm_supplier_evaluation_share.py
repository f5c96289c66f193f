# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

PURPOSE = "scorecard"
MAX_TEXT = 2000
MAX_AUTHOR = 100


class ScmSupplierEvaluation(models.Model):
    """How the supplier sees its scorecard and what it may say."""

    _inherit = "scm.supplier.evaluation"
    _link_purpose = PURPOSE
    _link_days = 30
    _link_template = "scm_assistant_supplier.mail_template_scorecard"

    def action_share(self):
        """Send each supplier the link to its own scorecard; an older link ends."""
        for evaluation in self:
            evaluation._send_link()
        return True

    def _is_link_open(self):
        return super()._is_link_open() and self.approval_state != "cancelled"

    def _is_link_answerable(self):
        return super()._is_link_answerable() and self._is_open_for_remarks()

    def _check_link_issuable(self):
        if not self.has_score:
            raise UserError(self.env._("%s has no figure to show yet.", self.display_name))
        return super()._check_link_issuable()

    def _update_link_issued(self, link):
        self._write_own({"shared_at": fields.Datetime.now()})
        return super()._update_link_issued(link)

    def _get_page_lines(self):
        """Return the figures that the supplier sees: those that are measured or judged."""
        return self.metric_ids

    def _is_open_for_remarks(self):
        self.ensure_one()
        return self.approval_state in ("draft", "rejected") and self.is_current

    def _receive_remark(self, metric, kind, text, author):
        """Keep what the supplier says; the same said again is recognised.

        :return: the remark, new or known; nothing when it can't be taken
        """
        self.ensure_one()
        self._lock_link_document()
        text = (text or "").strip()[:MAX_TEXT]
        if not self._is_open_for_remarks() or not text:
            return self.remark_ids.browse()
        label = f"{metric.name}: {metric.value_text}" if metric else False
        kind = kind if kind in ("comment", "contest") else "comment"
        known = self.remark_ids.filtered(
            lambda remark: (remark.metric_label, remark.kind, remark.text) == (label, kind, text)
        )
        if known:
            return known[0]
        remark = self.remark_ids.create(
            {
                "evaluation_id": self.id,
                "metric_id": metric.id,
                "metric_label": label,
                "kind": kind,
                "text": text,
                "author_name": (author or "").strip()[:MAX_AUTHOR],
            }
        )
        self._notify_remark(remark)
        return remark

    def _notify_remark(self, remark):
        """Put the remark on the list of whoever answers for the evaluation."""
        self._notify_by_task(
            self._find_answerer(),
            lambda told: (
                told.env._("The supplier contests a figure")
                if remark.kind == "contest"
                else told.env._("The supplier comments on its scorecard")
            ),
        )

    def _find_answerer(self):
        """Return who submitted or made it, else the supplier's buyer, else a manager.

        An evaluation that the monthly job made is nobody's: OdooBot answers no supplier.
        """
        return self._find_person(
            self.submitted_by_id,
            self.create_uid,
            self.partner_id.buyer_id,
            self._get_approvers().sorted("id"),
            group="scm_assistant_base.group_scm_assistant",
        )
