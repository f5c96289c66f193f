# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tax IDs and domains, as people write them."""

import pytest
from supplier_tools import tax_id


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("04501244", "04501244"),
        (" tw 0450-1244 ", "04501244"),
        ("TW04501244", "04501244"),
        # Another country's code is part of the number.
        ("JP04501244", "JP04501244"),
        ("TW0450124", "TW0450124"),
        ("", ""),
        (None, ""),
    ],
)
def test_one_number_is_written_in_one_way(written, normal):
    assert tax_id.normalize(written) == normal


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("00501503", True),
        ("TW 0050-1503", True),
        ("00501502", False),
        ("0050150", False),
        ("ABCDEFGH", False),
        ("", False),
        (None, False),
    ],
)
def test_checksum_of_the_ministry(written, valid):
    assert tax_id.is_valid_ubn(written) is valid


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("sales@Acme.com.tw", "acme.com.tw"),
        ('"Acme" <sales@acme.com.tw>', "acme.com.tw"),
        ("a@b@acme.com.tw", "acme.com.tw"),
        ("acme@gmail.com", ""),
        ("acme@localhost", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_a_domain_of_ones_own_tells_who_it_is(email, domain):
    assert tax_id.get_own_domain(email) == domain
