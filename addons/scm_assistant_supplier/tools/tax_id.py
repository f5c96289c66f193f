# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tax IDs and e-mail domains, by which one supplier entered twice is found."""

import re

from stdnum.exceptions import ValidationError
from stdnum.tw import ubn

# Domains that thousands of companies share say nothing about who they are.
SHARED_DOMAINS = frozenset(
    "gmail.com hotmail.com outlook.com yahoo.com yahoo.com.tw icloud.com hinet.net "
    "msa.hinet.net pchome.com.tw live.com qq.com 163.com".split()
)


def normalize(tax_id):
    """Return a tax ID without punctuation and a leading country code TW, upper case.

    >>> normalize("tw 0450-1244")
    '04501244'
    """
    compact = re.sub(r"[^0-9A-Z]", "", (tax_id or "").upper())
    return compact[2:] if re.fullmatch(r"TW\d{8}", compact) else compact


def is_valid_ubn(tax_id):
    """Tell whether a 統一編號 has eight digits and the right checksum.

    By python-stdnum, after the rule of the Ministry of Finance.

    >>> is_valid_ubn("00501503"), is_valid_ubn("00501502")
    (True, False)
    """
    try:
        ubn.validate(normalize(tax_id))
    except ValidationError:
        return False
    return True


def get_own_domain(email):
    """Return the domain of an e-mail address, "" where it is nobody's own.

    >>> get_own_domain("sales@Acme.com.tw"), get_own_domain("acme@gmail.com")
    ('acme.com.tw', '')
    """
    domain = (email or "").rpartition("@")[2].strip().strip(">").lower()
    return "" if domain in SHARED_DOMAINS or "." not in domain else domain
