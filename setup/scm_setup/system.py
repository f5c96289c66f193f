"""What must come from the machine's own package manager: browser, fonts, X libraries."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from .commands import run
from .paths import is_root
from .progress import SetupError, say, step

# Debian package → is it there? Everything else is private to the cache directory.
FOR_DEMO = {
    "python3-venv": lambda: _can_import("ensurepip"),
    "fonts-noto-cjk": lambda: bool(_find("/usr/share/fonts", "NotoSansCJK*")),
    "libxrender1": lambda: bool(_find("/usr/lib", "libXrender.so.1")),
    "libxext6": lambda: bool(_find("/usr/lib", "libXext.so.6")),
    "libfontconfig1": lambda: bool(_find("/usr/lib", "libfontconfig.so.1")),
}
FOR_TESTS = {
    "chromium": lambda: bool(shutil.which("chromium") or shutil.which("google-chrome")),
    "poppler-utils": lambda: bool(shutil.which("pdftotext")),
    "npm": lambda: bool(shutil.which("npm")),
}


def _can_import(name):
    return find_spec(name) is not None


def _find(folder, pattern):
    return next(Path(folder).rglob(pattern), None) if Path(folder).is_dir() else None


def ensure(packages, purpose):
    """Install those of the Debian ``packages`` that are missing.

    :raise SetupError: as a normal user, with the one command that helps
    """
    missing = [name for name, is_there in packages.items() if not is_there()]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if is_root():
        prefix = []
    elif (
        shutil.which("sudo")
        and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        prefix = ["sudo", "-n"]
    else:
        raise SetupError(
            f"For {purpose}, this machine still needs: {', '.join(missing)}.\n"
            f"Ask an administrator to run: {' '.join(command)}"
        )
    with step(f"System packages: {', '.join(missing)}", "about 1 min"):
        environment = {"DEBIAN_FRONTEND": "noninteractive"}
        run([*prefix, "apt-get", "update"], log="apt-update", env=environment)
        run([*prefix, *command], log="apt-install", env=environment)
    still = [name for name in missing if not packages[name]()]
    if still:
        raise SetupError(f"Installed, but not found: {', '.join(still)}. Is /usr/bin on the PATH?")


def warn_missing(packages, consequence):
    """Say what will not work without the missing packages; go on."""
    missing = [name for name, is_there in packages.items() if not is_there()]
    if missing:
        say(f"  note: without {', '.join(missing)}, {consequence}")
