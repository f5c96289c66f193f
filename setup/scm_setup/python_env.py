"""Virtual environments: one that runs Odoo, one that holds the linters."""

import sys
from pathlib import Path

from .commands import read, run
from .paths import PINS, build_once, hash_of
from .progress import step

# A version's folder is found by this program's own version; both must not differ.
SITE_PACKAGES = Path(f"lib/python3.{sys.version_info.minor}/site-packages")


def get_key(*files):
    return hash_of(sys.version, *files)


def ensure_python(source):
    """Return the Python that runs Odoo from ``source``."""
    requirements = PINS / "requirements.txt"
    key = hash_of(get_key(requirements), str(source))

    def build(directory):
        with step("Python packages that Odoo needs", "about 1 min"):
            _create(directory, requirements)
            path_file = directory / SITE_PACKAGES / "odoo-src.pth"
            path_file.write_text(f"{source}\n")

    return build_once("python", key, build) / "bin" / "python"


def ensure_linters():
    """Return the bin folder with ruff, pylint-odoo and OCA's checks."""
    requirements = PINS / "requirements-lint.txt"

    def build(directory):
        with step("Linters for Python", "about 15 s"):
            _create(directory, requirements)

    return build_once("linters", get_key(requirements), build) / "bin"


def ensure_node_linters():
    """Return the bin folder with eslint and prettier."""
    package = PINS / "package.json"

    def build(directory):
        with step("Linters for JavaScript", "about 15 s"):
            (directory / "package.json").write_text(package.read_text())
            install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
            run(install, log="npm", cwd=directory)

    return build_once("node", hash_of(package), build) / "node_modules" / ".bin"


def _create(directory, requirements):
    hint = "On Debian: apt-get install python3-venv"
    # Moved to its final name afterwards: programs are called as `python -m`, never by
    # the scripts whose first line holds the temporary path.
    run([sys.executable, "-m", "venv", directory], log="venv", hint=hint)
    pip = [directory / "bin" / "python", "-m", "pip", "install", "--quiet"]
    run([*pip, "-r", requirements], log="pip", hint="Is the network up?")


def get_version(python):
    """Return the version of Odoo that ``python`` imports."""
    code = "import odoo.release as r; print(r.version)"
    return read([python, "-c", code], cwd="/").strip()
