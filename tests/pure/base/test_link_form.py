# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an outsider types in a form: read within bounds, or refused."""

import doctest
from datetime import date

import pytest
from base_tools import link_form


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(link_form).failed == 0


@pytest.mark.parametrize("value", [None, 7, 1.5, True, ["x"], {"a": 1}, b"x", object()])
def test_what_is_no_text_is_an_empty_one(value):
    assert link_form.read_text(value) == ""
    assert link_form.read_number(value) is None
    assert link_form.read_day(value) is None


def test_text_that_no_database_keeps_loses_what_it_can_t():
    assert link_form.read_text("a\x00b\ud800c") == "abc"
    assert link_form.read_text("  x " * 9000, 5) == "x   x"


def test_form_holds_texts_only():
    assert link_form.read_form({"a": " 1 ", "file": object(), "n": 3}) == {"a": "1"}


@pytest.mark.parametrize(
    "text",
    ["-1", "nan", "inf", "abc", "1e99", "1e308", "1,50", "1.234,5", "12,34,5", "١٢", "9" * 400],
)
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(ValueError, match=r"number|More"):
        link_form.read_number(text)


def test_number_beyond_the_bound_is_refused():
    assert link_form.read_number("10", maximum=10) == 10
    with pytest.raises(ValueError, match="More"):
        link_form.read_number("10.1", maximum=10)


def test_comma_is_refused_where_it_is_the_decimal_point():
    assert link_form.read_number("1,234") == 1234
    with pytest.raises(ValueError, match="number"):
        link_form.read_number("1,234", decimal_point=",")


@pytest.mark.parametrize("text", ["9999-12-31", "1900-01-01", "2026-02-30", "soon", "2026-13-01"])
def test_day_out_of_bounds_or_none_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        link_form.read_day(text, date(2026, 1, 1), date(2036, 1, 1))


def test_bounds_belong_to_the_days():
    bounds = date(2026, 1, 1), date(2036, 1, 1)
    assert link_form.read_day("2026-01-01", *bounds) == bounds[0]
    assert link_form.read_day("2036-01-01", *bounds) == bounds[1]
