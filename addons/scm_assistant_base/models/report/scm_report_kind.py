# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ...tools.report_dataset import RECORD_KEY, make_column, make_table


class ScmReportKind(models.AbstractModel):
    """What one kind of report tells, and what most kinds need for it.

    The option ``x`` of ``kind`` in `scm.report` is told by the model
    ``scm.report.kind.x``, which inherits this one; the name is all that ties them. A
    module adds a kind with the option and that model, and changes one by ``_inherit`` of
    its model and ``super()``. What a report is confined to is read from the report.
    """

    _name = "scm.report.kind"
    _description = "Report Kind"

    @api.model
    def _get_dataset(self, report, company, date_from, date_to):
        """Return what ``report`` says about the period, see `tools.report_dataset`."""
        raise NotImplementedError(self._name)

    @api.model
    def _get_live_action(self, edition):
        """Return the action that opens the records behind ``edition``, or None."""
        return None

    # What the kinds have in common
    def _prepare_dataset(self, report, title, summary, tables, notes=()):
        """Return a dataset that names the filters of ``report``."""
        return {
            "title": title,
            "filters": [{"label": label, "text": text} for label, text in report._get_filters()],
            "summary": summary,
            "tables": tables,
            "notes": list(notes),
        }

    def _read_rows(self, query):
        """Return the rows of ``query`` as dicts, of the records as they are now."""
        self.env.flush_all()
        return self.env.execute_query_dict(query)

    def _get_labels(self, model, field):
        """Return value → label of a selection field in the language of the report."""
        return dict(self.env[model]._fields[field]._description_selection(self.env))

    def _get_moment_domain(self, field, company, date_from, date_to):
        """Return the domain of what happened, by a moment in ``field``, in the period."""
        first, after = company._scm_get_range(date_from, date_to)
        return Domain(field, ">=", first) & Domain(field, "<", after)

    def _get_case_table(self, cases, title, name="cases"):
        """Return exceptions with cause, solution and cost, as a table of a dataset."""
        severities = self._get_labels("scm.exception", "severity")
        states = self._get_labels("scm.exception", "state")
        columns = [
            make_column("reference", self.env._("Case"), width=12),
            make_column("day", self.env._("Reported on"), "date"),
            make_column("name", self.env._("What"), width=32),
            make_column("partner", self.env._("Partner"), width=18),
            make_column("severity", self.env._("Severity"), width=12),
            make_column("state", self.env._("State"), width=12),
            make_column("cause", self.env._("Cause"), width=18),
            make_column("resolution", self.env._("Solution"), width=30),
            make_column("cost", self.env._("Cost"), "money"),
        ]
        rows = [
            {
                "reference": case.reference or "",
                "day": case.company_id._scm_get_day(case.reported_at).isoformat(),
                "name": case.name,
                "partner": case.partner_id.display_name or "",
                "severity": severities.get(case.severity, ""),
                "state": states.get(case.state, ""),
                "cause": case.cause_id.display_name or "",
                "resolution": case.resolution or "",
                "cost": case.cost_amount,
                RECORD_KEY: [case._name, case.id],
            }
            for case in cases
        ]
        return make_table(name, title, columns, rows)

    def _get_cause_table(self, cases):
        """Return how many exceptions each cause had, most first."""
        columns = [
            make_column("cause", self.env._("Cause"), width=40),
            make_column("count", self.env._("Cases"), "integer", total="sum"),
            make_column("cost", self.env._("Cost"), "money"),
        ]
        groups = cases.grouped("cause_id")
        rows = [
            {
                "cause": cause.display_name or self.env._("Not known yet"),
                "count": len(of_cause),
                "cost": sum(of_cause.mapped("cost_amount")),
            }
            for cause, of_cause in sorted(groups.items(), key=lambda item: -len(item[1]))
        ]
        return make_table("causes", self.env._("By Cause"), columns, rows)
