# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Evidence of a signature: hashes and what may be kept as a picture of one."""

import base64
import binascii
import hashlib
import io

from PIL import Image, UnidentifiedImageError

MAX_SIGNATURE_BYTES = 2_000_000
MAX_SIGNATURE_SIDE = 4000
# What is lighter on white paper is no ink.
PALEST_INK = 240


def get_hash(content):
    """Return the SHA-256 of bytes, in hexadecimal.

    >>> get_hash(b"abc")[:8]
    'ba7816bf'
    """
    return hashlib.sha256(content).hexdigest()


def read_signature(encoded):
    """Return the PNG bytes of a base64 signature, drawn anew, or None where it is none or blank.

    Drawn anew, so that nothing but the picture is kept: no script, no metadata.
    """
    try:
        raw = base64.b64decode(encoded or "", validate=True)
    except (binascii.Error, TypeError, ValueError):
        return None
    if not raw or len(raw) > MAX_SIGNATURE_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(raw), formats=["PNG"]) as picture:
            if max(picture.size) > MAX_SIGNATURE_SIDE:
                return None
            drawn = picture.convert("RGBA")
            if _is_blank(drawn):
                return None
            buffer = io.BytesIO()
            drawn.save(buffer, "PNG")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return buffer.getvalue()


def _is_blank(picture):
    """Tell whether nothing of an RGBA picture can be seen on white paper."""
    paper = Image.new("RGBA", picture.size, "white")
    darkest, _palest = Image.alpha_composite(paper, picture).convert("L").getextrema()
    return darkest > PALEST_INK
