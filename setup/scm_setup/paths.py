"""Where things are kept: a cache shared by all checkouts, an instance for each."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .progress import say

REPOSITORY = Path(__file__).resolve().parents[2]
ADDONS = REPOSITORY / "addons"
PINS = REPOSITORY / "setup" / "pins"
# A UNIX socket's path ends at 107 characters; "/.s.PGSQL.5432" needs 14 of them.
MAX_SOCKET_DIRECTORY = 90


def is_root():
    return os.getuid() == 0


def get_home():
    """Return the cache directory, made when missing.

    ``SCM_ASSISTANT_HOME`` decides; else /var/cache for root, because PostgreSQL
    then runs as ``nobody``, which must be able to enter every parent directory.
    """
    if chosen := os.environ.get("SCM_ASSISTANT_HOME"):
        home = Path(chosen).expanduser().absolute()
    elif is_root():
        home = Path("/var/cache/scm-assistant")
    else:
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        home = Path(cache) / "scm-assistant"
    home.mkdir(parents=True, exist_ok=True)
    return home


def get_instance():
    """Return this checkout's own directory: databases, files, logs."""
    name = hashlib.sha256(str(REPOSITORY).encode()).hexdigest()[:8]
    instance = get_home() / "instances" / name
    for folder in ("data", "log", "run"):
        (instance / folder).mkdir(parents=True, exist_ok=True)
    return instance


def hash_of(*parts):
    """Return a short hash of texts and of the contents of files."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:12]


@contextmanager
def locked(name):
    """Hold a lock that the kernel gives back when the process dies."""
    path = get_home() / f"{name}.lock"
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  waiting for another run that is building {name} …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def build_once(kind, key, build):
    """Return the directory ``<home>/<kind>/<key>``, built when missing.

    ``build(directory)`` fills a temporary directory, which gets its name only when it
    is whole: a killed build leaves nothing that a later run would take for done.
    """
    target = get_home() / kind / key
    if target.is_dir():
        return target
    with locked(kind):
        if target.is_dir():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in target.parent.glob("building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        building = Path(tempfile.mkdtemp(prefix="building-", dir=target.parent))
        building.chmod(0o755)
        build(building)
        building.rename(target)
    return target
