# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What may be kept as the picture of a signature, and what its hash is."""

import base64
import doctest
import io

import pytest
from base_tools import clauses, evidence
from PIL import Image, ImageColor


def draw(width, height, kind="PNG", ink="black"):
    buffer = io.BytesIO()
    picture = Image.new("RGB", (width, height), "white")
    picture.putpixel((0, 0), ImageColor.getrgb(ink))
    picture.save(buffer, kind)
    return base64.b64encode(buffer.getvalue()).decode()


def test_doctests():
    assert doctest.testmod(evidence).failed == 0
    assert doctest.testmod(clauses).failed == 0


def test_hash_is_the_published_one():
    # FIPS 180-2, appendix B.1.
    assert evidence.get_hash(b"abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize("size", [(1, 1), (4000, 1), (1, 4000), (300, 120)])
def test_a_drawn_picture_is_drawn_anew(size):
    picture = evidence.read_signature(draw(*size))
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", size)


@pytest.mark.parametrize("size", [(4001, 1), (1, 4001)])
def test_a_picture_too_large_on_one_side_is_none(size):
    assert evidence.read_signature(draw(*size)) is None


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        "",
        "no base64!",
        # What a lax reader would skip.
        f"!{draw(5, 5)}",
        base64.b64encode(b"<svg onload='alert(1)'/>").decode(),
        base64.b64encode(b"\x89PNG\r\n\x1a\nbroken").decode(),
        draw(5, 5, "GIF"),
    ],
)
def test_what_is_no_picture_is_none(encoded):
    assert evidence.read_signature(encoded) is None


@pytest.mark.parametrize(("grey", "is_ink"), [(240, True), (241, False), (255, False)])
def test_what_can_not_be_seen_on_paper_is_none(grey, is_ink):
    picture = evidence.read_signature(draw(9, 9, ink=f"rgb({grey}, {grey}, {grey})"))
    assert (picture is not None) is is_ink


def test_bytes_are_counted_before_they_are_read():
    picture = base64.b64decode(draw(1, 1))
    longest = picture + b"\0" * (2_000_000 - len(picture))
    assert evidence.read_signature(base64.b64encode(longest)) is not None
    assert evidence.read_signature(base64.b64encode(longest + b"\0")) is None


def test_a_clause_without_text_has_no_fields():
    assert clauses.find_fields(None) == []
    assert clauses.fill(None, {}) == ""


def test_a_clause_runs_no_code():
    text = "{{ company.env }} {{ 1 + 1 }} {{ name }}"
    assert clauses.fill(text, {"name": "A"}) == "{{ company.env }} {{ 1 + 1 }} A"
