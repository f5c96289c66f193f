"""Get Odoo 19 Community out of Debian's package, private to the cache directory.

Debian's archive is signed and its index is checked by apt; on top, the package that
we pinned must be the one that we get. Nothing of the machine's apt state changes.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from .commands import read, run
from .paths import PINS, build_once, hash_of
from .progress import SetupError, step

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PYTHON_PACKAGES = Path("usr/lib/python3/dist-packages")
# Beside odoo/, the package ships a partial copy that would become importable as
# `addons` and `setup`; the translations kept are English sources and Chinese.
EXCLUDED = (
    *(f"./{PYTHON_PACKAGES}/{name}" for name in ("addons", "setup", "doc")),
    f"./{PYTHON_PACKAGES}/odoo/addons/*/i18n/[!z]*.po",
    "./etc",
    "./usr/share/doc",
)
RECIPE = "2"  # raise it when the way of unpacking changes


def read_pins():
    """Return the rows (suite, package, version, sha256) of debian.txt; "-" is any."""
    lines = (PINS / "debian.txt").read_text().splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def get_key():
    return hash_of(RECIPE, PINS / "debian.txt")


def ensure_source():
    """Return the directory to put on Python's path, which holds the package `odoo`."""
    if home := os.environ.get("ODOO_HOME"):
        return _check_own_checkout(Path(home).expanduser().absolute())
    return build_once("odoo", get_key(), _build) / PYTHON_PACKAGES


def get_addons_paths(source):
    """Return the folders in which Odoo's own modules lie."""
    paths = [source / "odoo" / "addons", source / "addons"]
    return [path for path in paths if path.is_dir()]


def _check_own_checkout(home):
    release = home / "odoo" / "release.py"
    if not release.is_file() or "(19, 0," not in release.read_text():
        raise SetupError(f"ODOO_HOME={home} is not a checkout of Odoo 19.0.")
    return home


def _build(directory):
    with step("Odoo 19 from Debian's package odoo-19", "about 15 s"):
        debs = directory / "debs"
        debs.mkdir()
        rows = read_pins()
        for suite in sorted({row[0] for row in rows}):
            names = [row[1] for row in rows if row[0] == suite]
            _download(directory, suite, names)
        for _suite, name, version, sha256 in rows:
            _check_package(debs, name, version, sha256)
        for deb in sorted(debs.glob("*.deb")):
            _unpack(deb, directory)
        _mend(directory / PYTHON_PACKAGES)
        dangling = read(["find", directory / "usr", "-xtype", "l"])
        if dangling:
            raise SetupError(f"Files that Odoo's package points to are missing:\n{dangling}")


def _get_mirror():
    """Return the archive that this machine's own apt is set up to use."""
    targets = read(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Identifier: Packages"])
    mirrors = [line for line in targets.splitlines() if "security" not in line]
    if not mirrors:
        raise SetupError("apt knows no archive: /etc/apt/sources.list is empty.")
    return mirrors[0]


def _download(directory, suite, names):
    """Fetch packages with an apt configuration of our own; signatures are verified."""
    apt = directory / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (apt / suite / folder).mkdir(parents=True, exist_ok=True)
    sources = apt / f"{suite}.list"
    sources.write_text(f"deb [signed-by={KEYRING}] {_get_mirror()} {suite} main\n")
    command = [
        "apt-get",
        "-qq",
        "-o", f"Dir::Etc::sourcelist={sources}",
        "-o", "Dir::Etc::sourceparts=-",
        "-o", f"Dir::State::lists={apt / suite / 'lists'}",
        "-o", f"Dir::Cache={apt / suite / 'cache'}",
        "-o", "APT::Sandbox::User=root",
        "-o", "Acquire::Languages=none",
    ]  # fmt: skip
    hint = "Is the network up? ODOO_HOME=/path/to/odoo uses a checkout of yours instead."
    run([*command, "update"], log="apt-private", hint=hint)
    run([*command, "download", *names], log="apt-private", hint=hint, cwd=directory / "debs")


def _check_package(debs, name, version, sha256):
    found = [deb for deb in debs.glob(f"{name}_*.deb")]
    if not found:
        raise SetupError(f"Debian's archive did not give the package {name}.")
    if sha256 == "-":
        return
    actual = hashlib.sha256(found[0].read_bytes()).hexdigest()
    if actual != sha256:
        raise SetupError(
            f"Debian's archive now has another {name} than the pinned {version}: "
            f"{found[0].name}, sha256 {actual}.\nEither set ODOO_HOME to a checkout of Odoo 19.0, "
            "or update setup/pins/debian.txt and run ./setup/test."
        )


def _unpack(deb, directory):
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as tar:
        excluded = [f"--exclude={pattern}" for pattern in EXCLUDED]
        subprocess.run(
            ["tar", "-x", "-C", directory, "--no-same-owner", "--wildcards", *excluded],
            stdin=tar.stdout,
            check=True,
        )
    if tar.returncode:
        raise SetupError(f"{deb.name} can't be unpacked: the download is damaged. Run again.")
    deb.unlink()


def _mend(packages):
    """Name the wheels that stand for Debian's packages; stub the one missing asset."""
    for name, prefix in (("requires.txt", ""), ("PKG-INFO", "Requires-Dist: ")):
        for path in packages.glob(f"odoo-*.egg-info/{name}"):
            lines = []
            for line in path.read_text().splitlines():
                if line.startswith(f"{prefix}psycopg2") and "binary" not in line:
                    line = f"{prefix}psycopg2-binary"
                elif line == f"{prefix}PyPDF2":
                    line = f"{prefix}pypdf"
                lines.append(line)
            path.write_text("\n".join(lines) + "\n")
    stub = packages / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.write_text("/* Debian leaves this library out: no background blur in video calls. */\n")
