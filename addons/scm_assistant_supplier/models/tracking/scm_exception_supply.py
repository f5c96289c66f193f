# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

# What may be wrong with the arrival of a purchase line: one trouble, whoever saw it. What
# is seen now goes on with an open case of the kinds behind the colon; those not named
# there say it already.
ARRIVAL_KINDS = {
    "short": ("late", "answer", "risk", "unconfirmed"),
    "late": ("answer", "risk", "unconfirmed"),
    "answer": ("short", "late", "risk", "unconfirmed"),
    "risk": ("unconfirmed",),
    "unconfirmed": (),
}


class ScmException(models.Model):
    _inherit = "scm.exception"

    purchase_line_id = fields.Many2one(
        "purchase.order.line", index="btree_not_null", ondelete="set null", check_company=True
    )
    rejection_id = fields.Many2one(
        "scm.supply.rejection", index="btree_not_null", ondelete="set null", check_company=True
    )
    offer_ids = fields.One2many("scm.supply.offer", "exception_id", "Offers")
    purchase_change_ids = fields.One2many("scm.purchase.change", "exception_id", "Purchase Changes")
    purchase_expected_date = fields.Datetime("Expected", related="purchase_line_id.date_planned")
    purchase_waiting = fields.Char("Waiting for It", related="purchase_line_id.scm_waiting")

    @api.depends("purchase_line_id")
    def _compute_user_id(self):
        """Override of `scm_assistant_base`: else the buyer of the order looks after it."""
        result = super()._compute_user_id()
        for case in self.filtered(lambda case: not case.user_id and case.purchase_line_id):
            # sudo: whoever reports the case need not read the order.
            buyer = case.purchase_line_id.sudo().order_id.user_id
            case.user_id = buyer.filtered(lambda user: user.active and not user.share)
        return result

    @api.model
    def _go_on_as(self, kind, names, detector_id=False):
        """Let one open case of each line go on as ``kind``; return what has no other case.

        So a line has one case, from the doubt about it until its goods are there.

        :param str kind: one of ``ARRIVAL_KINDS``
        :param dict names: of purchase lines to what the case is called now
        :param int detector_id: who sees it now, and will say that it is gone
        :return: the names of the lines that are to be reported
        """
        cases = self._find_arrival_cases(names).grouped("purchase_line_id")
        reported = {}
        for line, name in names.items():
            fingerprint = self._get_arrival_fingerprint(kind, line)
            known = {case.fingerprint: case for case in cases.get(line, ())}
            former = [self._get_arrival_fingerprint(one, line) for one in ARRIVAL_KINDS[kind]]
            case = next((known[one] for one in former if one in known), self.browse())
            if known and fingerprint not in known:
                if not case:
                    continue
                values = {"fingerprint": fingerprint, "detector_id": detector_id, "name": name}
                case._write_own(values)
                # The unique index on open cases looks at the database.
                case.flush_recordset(list(values))
            reported[line] = name
        return reported

    @api.model
    def _report_arrival(self, kind, line, values, reporter):
        """Report what somebody said about the arrival of a purchase line."""
        cases = self._get_reporting(line.company_id, reporter)
        cases._go_on_as(kind, {line: values["name"]})
        fingerprint = self._get_arrival_fingerprint(kind, line)
        return self._report_case(
            fingerprint, values, category="supply", reporter=reporter, is_news=True
        )

    @api.model
    def _find_arrival_cases(self, lines):
        """Return the open cases about the arrival of these purchase lines."""
        names = [
            self._get_arrival_fingerprint(kind, line) for line in lines for kind in ARRIVAL_KINDS
        ]
        line_ids = [line.id for line in lines]
        domain = Domain("purchase_line_id", "in", line_ids) & Domain("fingerprint", "in", names)
        return self.search(domain & self._get_open_domain())

    @api.model
    def _get_arrival_fingerprint(self, kind, line):
        return f"supply_{kind}:{line.id}"

    def action_view_purchase_waiting(self):
        """Open the sales and deliveries that wait for the purchase line."""
        self.ensure_one()
        return self.purchase_line_id.action_scm_view_waiting()
