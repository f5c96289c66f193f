"""How Odoo is started: configuration, environment, command lines."""

import os
import signal
import socket
import subprocess

from .commands import die_with_parent, run
from .paths import ADDONS, get_instance
from .progress import SetupError

FIRST_PORT = 8069
CONF = """[options]
addons_path = {addons_path}
data_dir = {data_dir}
http_interface = 127.0.0.1
max_cron_threads = {cron_threads}
workers = 0
limit_time_real = 1200
limit_time_cpu = 1200
without_demo = False
screenshots = {screenshots}
"""


class Odoo:
    """Odoo 19 with our addons, on one server and one data directory."""

    def __init__(self, python, addons_paths, pdf, server):
        self.python = python
        self.addons_paths = addons_paths
        self.pdf = pdf
        self.server = server
        self.data = get_instance() / "data"
        self.environment = {
            **server.get_environment(),
            "ODOO_RC": str(self._write_conf("test", cron_threads=0)),
            "FONTCONFIG_FILE": str(pdf / "fonts.conf"),
        }
        self.environment["PATH"] = ":".join(
            [str(pdf), self.environment.get("PATH", os.environ["PATH"])]
        )

    def _write_conf(self, name, cron_threads):
        path = get_instance() / f"odoo-{name}.conf"
        paths = [*self.addons_paths, ADDONS]
        content = CONF.format(
            addons_path=",".join(map(str, paths)),
            data_dir=self.data,
            cron_threads=cron_threads,
            screenshots=get_instance() / "screenshots",
        )
        path.write_text(content)
        return path

    def get_command(self, *arguments):
        return [self.python, "-m", "odoo", *arguments]

    def run(self, *arguments, log, text=None):
        """Run Odoo to its end; return the path of its log."""
        command = self.get_command(*arguments)
        return run(command, log=log, env=self.environment, cwd=get_instance(), text=text)

    def serve(self, database, port, arguments=()):
        """Serve ``database`` until the user stops it; return the exit status."""
        environment = {
            **self.environment,
            "ODOO_RC": str(self._write_conf("serve", cron_threads=1)),
        }
        command = self.get_command(
            "--database", database, "--db-filter", f"^{database}$", "--no-database-list",
            "--http-port", str(port), "--log-level", "warn", *arguments,
        )  # fmt: skip
        process = subprocess.Popen(
            [str(word) for word in command],
            env={**os.environ, **environment},
            cwd=get_instance(),
            preexec_fn=die_with_parent,
        )
        # Ctrl-C reaches both; a polite kill must reach Odoo through us.
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                process.terminate()


def find_port(wanted=None):
    """Return ``wanted`` if it is free, else the first free port from 8069 on."""
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + 1000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise SetupError(f"Port {wanted or FIRST_PORT} is taken. Choose another one with --port.")
