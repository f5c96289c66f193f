"""Which warnings and errors in a server log are no fault of ours."""

import re

from .progress import SetupError

# Each with its reason; nothing else may be logged at WARNING or above.
ALLOWED = {
    r"Running as user 'root' is a security risk": "continuous integration runs as root",
    r"partner_autocomplete|odoo\.addons\.iap": "Odoo asks an Internet service that tests lack",
}
PATTERN = re.compile(r" (WARNING|ERROR|CRITICAL) ")


def is_allowed(line):
    return any(re.search(pattern, line) for pattern in ALLOWED)


def check(path, expected=None):
    """Raise SetupError with the lines of a log that should not be there.

    :param str expected: a pattern of what this step, and only it, may log
    """
    lines = path.read_text(errors="replace").splitlines()
    found = [line for line in lines if PATTERN.search(line) and not is_allowed(line)]
    if expected:
        found = [line for line in found if not re.search(expected, line)]
    if found:
        raise SetupError("The server logged:\n" + "\n".join(found) + f"\n(whole log: {path})")
