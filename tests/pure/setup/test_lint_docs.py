# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The linters of pages and merges, on trees that hold the trouble."""

import pytest
from scm_setup import lint_docs

EN = "docs/guide/counts.md"
ZH = "docs/guide/zh_TW/counts.md"
MANIFEST = {"addons/x/__manifest__.py": '{"website": "https://git.example/scm"}'}


def build_twins(here, there):
    return {EN: here, ZH: there, "docs/images/a.en.png": None, "docs/images/a.zh_TW.png": None}


@pytest.mark.parametrize("marker", ["<" * 7 + " HEAD", ">" * 7 + " theirs", "|" * 7])
def test_a_conflict_marker_is_found_in_any_text(marker):
    tree = {"addons/x/data.xml": f"<odoo>\n{marker}\n</odoo>", "a.png": None}
    (found,) = lint_docs.find_conflict_markers(tree)
    assert found.startswith("addons/x/data.xml:2: ")


def test_a_heading_underlined_is_no_conflict():
    assert not lint_docs.find_conflict_markers({"a.md": "Title\n=======\n" + "<" * 8})


def test_twins_may_differ_in_words_alone():
    here = "# Counts\n\n![A](../images/a.en.png)\n\n## Today\n```\n# no heading\n```\n"
    there = "# 盤點\n\n![甲](../../images/a.zh_TW.png)\n\n## 今天\n"
    assert not lint_docs.find_twin_faults(build_twins(here, there))


@pytest.mark.parametrize(
    ("here", "there", "place"),
    [
        ("# A\n## B\n", "# 甲\n", f"{EN}:2: "),
        ("# A\n", "# 甲\n\n### 丙\n", f"{ZH}:3: "),
        ("# A\n### B\n", "# 甲\n## 乙\n", f"{EN}:2: "),
        ("# A\n![A](../images/a.en.png)\n", "# 甲\n", f"{EN}:2: "),
        ("# A\n![A](../images/a.en.png)\n## B", "# 甲\n## 乙\n![甲](../../images/a.zh_TW.png)", EN),
    ],
)
def test_a_heading_or_picture_that_the_twin_lacks_is_found(here, there, place):
    (found,) = lint_docs.find_twin_faults(build_twins(here, there))
    assert found.startswith(place)


@pytest.mark.parametrize("alone", [EN, ZH])
def test_a_page_without_twin_is_found(alone):
    (found,) = lint_docs.find_twin_faults({alone: "# A"})
    assert found.startswith(f"{alone}:1: there is no ")


def test_a_picture_in_the_other_language_is_found():
    tree = build_twins("![A](../images/a.en.png)", "![甲](../../images/a.en.png)")
    (found,) = lint_docs.find_twin_faults(tree)
    assert found.startswith(f"{ZH}:1: a picture in the other language")


@pytest.mark.parametrize(
    "target",
    [
        "other.md",
        "../docs/other.md#two-words--yes",
        "#here-1",
        "../images",
        "https://elsewhere.example/x",
        "https://git.example/scm/blob/HEAD/docs/other.md",
        "mailto:a@b.example",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(target):
    tree = {
        "docs/page.md": f"# Here\n# Here\n[x]({target}) `[y](nowhere)`",
        "docs/other.md": "# Two Words: *yes*\n## Two words — yes!",
        "images/a.png": None,
        **MANIFEST,
    }
    assert not lint_docs.find_dead_links(tree)


@pytest.mark.parametrize(
    "target",
    [
        "gone.md",
        "page.md#gone",
        "../docs/gone.png",
        "https://git.example/scm/blob/HEAD/docs/gone.md",
    ],
)
def test_a_link_to_nowhere_is_found(target):
    tree = {"docs/page.md": f"# Here\n\n![x]({target})", **MANIFEST}
    (found,) = lint_docs.find_dead_links(tree)
    assert found.startswith("docs/page.md:3: ")


def test_a_link_out_of_an_addon_is_dead_in_a_wheel():
    tree = {"addons/x/README.md": "[g](../../docs/g.md) [h](USAGE.md)", "docs/g.md": "# G"}
    tree["addons/x/USAGE.md"] = "# Usage"
    (found,) = lint_docs.find_dead_links(tree)
    assert "dead in a wheel" in found
