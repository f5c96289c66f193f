"""Pictures of the guide, taken from a running demo in both languages."""

import os
import subprocess
import time
import urllib.request
from pathlib import Path

from . import system
from .commands import die_with_parent, get_log, run
from .odoo_server import find_port
from .paths import REPOSITORY
from .progress import SetupError, step

SCRIPT = Path(__file__).with_name("pictures_browser.py")
WAIT_SECONDS = 90


def take(base, arguments):
    """Serve a database, take the pictures of docs/pictures.json, stop serving.

    :param arguments: the database (default scm_demo), then names of pictures (default:
        all) and --to FOLDER (default docs/images)
    """
    system.ensure(system.FOR_TESTS, "pictures")
    arguments = list(arguments)
    folder = REPOSITORY / "docs" / "images"
    if "--to" in arguments:
        place = arguments.index("--to")
        folder = Path(arguments[place + 1])
        del arguments[place : place + 2]
    database, *names = arguments or ["scm_demo"]
    port = find_port()
    with get_log("pictures-server").open("w") as log:
        server = subprocess.Popen(
            [
                str(word)
                for word in base.odoo.get_command(
                    "-d",
                    database,
                    "--db-filter",
                    f"^{database}$",
                    "--http-port",
                    str(port),
                    "--log-level",
                    "warn",
                )
            ],  # fmt: skip
            env={**os.environ, **base.odoo.environment},
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent,
        )
        try:
            wait_for(port)
            with step("Pictures"):
                command = [base.python, SCRIPT, f"http://127.0.0.1:{port}", folder, *names]
                print(run(command, log="pictures", cwd=REPOSITORY).read_text(), end="")
        finally:
            server.terminate()
            server.wait()


def wait_for(port):
    """Wait until Odoo answers."""
    for _second in range(WAIT_SECONDS):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=2).close()
            return
        except OSError:
            time.sleep(1)
    raise SetupError("Odoo did not start; see the log pictures-server.log.")
