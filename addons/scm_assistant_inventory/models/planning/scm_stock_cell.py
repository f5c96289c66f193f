# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class ScmStockCell(models.Model):
    """An ABC-XYZ class: what sells much or little, evenly or not.

    A company with positions has all nine, the empty ones too: the matrix lines up.
    """

    _name = "scm.stock.cell"
    _description = "ABC-XYZ Class"
    _auto = False
    _order = "abc, xyz, company_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    abc = fields.Selection([("A", "A"), ("B", "B"), ("C", "C")], "ABC", readonly=True)
    xyz = fields.Selection([("X", "X"), ("Y", "Y"), ("Z", "Z")], "XYZ", readonly=True)
    position_count = fields.Integer("Positions", readonly=True)
    short_count = fields.Integer("Too Little", readonly=True)
    surplus_count = fields.Integer("Too Much", readonly=True)
    yearly_value = fields.Monetary("Issues a Year at Cost", readonly=True)
    on_hand_value = fields.Monetary("Stock Value", readonly=True)
    excess_value = fields.Monetary(readonly=True)
    policy_id = fields.Many2one("scm.stock.policy", compute="_compute_policy_id")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT company.id * 9 + (ascii(class.abc) - 65) * 3 + ascii(class.xyz) - 88 AS id,
                   company.id AS company_id, class.abc, class.xyz,
                   count(position.id) AS position_count,
                   count(*) FILTER (WHERE status IN ('out', 'below_safety', 'below_reorder'))
                       AS short_count,
                   count(*) FILTER (WHERE status IN ('dead', 'excess', 'above_max'))
                       AS surplus_count,
                   COALESCE(sum(daily_mean * unit_cost * 365), 0)::numeric AS yearly_value,
                   COALESCE(sum(on_hand_value), 0) AS on_hand_value,
                   COALESCE(sum(excess_value), 0) AS excess_value
              FROM (SELECT DISTINCT company_id AS id FROM scm_stock_position
                     WHERE abc IS NOT NULL AND xyz IS NOT NULL) AS company
             CROSS JOIN (SELECT abc, xyz
                           FROM unnest(ARRAY['A', 'B', 'C']) AS abc,
                                unnest(ARRAY['X', 'Y', 'Z']) AS xyz) AS class
              LEFT JOIN scm_stock_position AS position
                     ON position.company_id = company.id
                    AND position.abc = class.abc AND position.xyz = class.xyz
             GROUP BY company.id, class.abc, class.xyz
            """
        )

    @api.depends("abc", "xyz")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.abc or ''}{one.xyz or ''}"

    @api.depends("abc", "xyz", "company_id")
    def _compute_policy_id(self):
        """Find the first policy that applies to the class as a whole."""
        policies = self.env["scm.stock.policy"].search(
            [("warehouse_id", "=", False), ("category_id", "=", False)]
        )
        for one in self:
            one.policy_id = policies.filtered(
                lambda policy, one=one: (
                    policy.company_id.id in (False, one.company_id.id)
                    and policy.abc in (False, one.abc)
                    and policy.xyz in (False, one.xyz)
                )
            )[:1]

    def action_view_positions(self):
        """Open the positions of this class."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_inventory.scm_stock_position_action"
        )
        # Without its address, which would bring back the action as it is stored.
        action.pop("path", None)
        return {
            **action,
            "display_name": self.display_name,
            "name": self.display_name,
            "domain": [("company_id", "=", self.company_id.id)],
            "context": {"search_default_abc": self.abc, "search_default_xyz": self.xyz},
        }

    def action_set_policy(self):
        """Open the policy of this class alone; a new one begins as the one that applies."""
        self.ensure_one()
        policies = self.env["scm.stock.policy"]
        own = policies.search(
            [
                ("abc", "=", self.abc),
                ("xyz", "=", self.xyz),
                ("warehouse_id", "=", False),
                ("category_id", "=", False),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            limit=1,
        )
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Policy of %s", self.display_name),
            "res_model": "scm.stock.policy",
            "view_mode": "form",
            "target": "new",
        }
        if own:
            return {**action, "res_id": own.id}
        base = self.policy_id
        names = self.env["scm.stock.planner"]._get_settings()
        defaults = {f"default_{name}": base[name] for name in names} if base else {}
        return {
            **action,
            "context": {
                **defaults,
                "default_name": self.display_name,
                "default_abc": self.abc,
                "default_xyz": self.xyz,
                "default_company_id": self.company_id.id,
                # Before the one that it is taken from, so that it is the first to fit.
                "default_sequence": (base.sequence - 1) if base else 10,
            },
        }
