# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The linters of the words on pages, on trees that hold the trouble."""

import pytest
from scm_setup import lint_names

CODE = {
    "addons/x/models/plan/scm_plan.py": '_name = "scm.plan"\nstate = 1\ndef _get_plan(self): ...\n',
    "addons/x/models/plan/scm_goal.py": '_name = "scm.goal"\ndef _get_goal(self): ...\n',
    "addons/x/tests/test_plan.py": "def _create_plan(): pass\n",
}


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("| Safety Stock | 安全庫存 | held |", 0),
        ("| Safety Stock | 安全存量 | held |", 1),
        ("| fill rate | 滿足率 | no term of a screen |", 0),
    ],
)
def test_the_glossary_says_what_the_screens_say(row, faults):
    po = 'msgid ""\nmsgstr ""\n\nmsgid "Safety Stock"\nmsgstr "安全庫存"\n'
    tree = {"addons/x/i18n/zh_TW.po": po, lint_names.GLOSSARY: f"# G\n{row}\n"}
    assert len(lint_names.find_glossary_faults(tree)) == faults


@pytest.mark.parametrize(
    "name",
    [
        "scm.plan",
        "scm.plan.state",
        "scm.plan._get_plan",
        "env['scm.plan']._get_plan(company)",
        "scm_plan.py",
        "plan/scm_plan.py",
        "_get_<kind>",
        "scm.plan.<kind>",
        "_scm_…",
        "<kind>_plan_data.xml",
    ],
)
def test_a_name_that_the_code_has_is_left_alone(name):
    assert not lint_names.find_dead_names({**CODE, "docs/page.md": f"# P\nSee `{name}`.\n"})


@pytest.mark.parametrize(
    "name",
    [
        "scm.planner",
        "scm.planner._get_plan",
        "scm.plan._get_plans",
        "scm.plan._get_goal",
        "_create_plan",
        "models/scm_plan.py",
        "scm_plans.py",
    ],
)
def test_a_name_that_the_code_has_no_longer_is_found(name):
    (found,) = lint_names.find_dead_names({**CODE, "docs/page.md": f"# P\n\nSee `{name}`.\n"})
    assert found.startswith("docs/page.md:3: ")


def test_a_dead_name_in_a_diagram_is_found():
    page = "# P\n```mermaid\nflowchart\na --> b: scm.plan._get_plans\n```\n```\n_get_nothing\n```\n"
    (found,) = lint_names.find_dead_names({**CODE, "docs/page.md": page})
    assert found == "docs/page.md:4: the code has no _get_plans"


def test_the_changelog_may_name_what_was():
    assert not lint_names.find_dead_names({**CODE, "CHANGELOG.md": "`_get_nothing`\n"})
