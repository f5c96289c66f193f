"""Run programs, keep what they print, show it when they fail."""

import ctypes
import os
import signal
import subprocess

from .paths import get_instance
from .progress import SetupError

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent():
    """Ask the kernel to kill this child when setup is killed.

    Without it, an installation would go on alone and meet the next run's.
    """
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def get_log(name):
    return get_instance() / "log" / f"{name}.log"


def run(command, *, log, hint="", env=None, cwd=None, text=None):
    """Run ``command`` with all its output in the log file ``log``.

    :param str text: what the program reads on its standard input
    :raise SetupError: with the end of the log when the program fails
    """
    path = get_log(log)
    with path.open("w") as handle:
        try:
            done = subprocess.run(
                [str(word) for word in command],
                stdout=handle,
                stderr=subprocess.STDOUT,
                input=text,
                text=True,
                env={**os.environ, **(env or {})},
                cwd=cwd,
                preexec_fn=die_with_parent,
                check=False,
            )
        except FileNotFoundError as error:
            raise SetupError(f"{command[0]} is not installed. {hint}") from error
    if done.returncode:
        tail = "\n".join(path.read_text(errors="replace").splitlines()[-25:])
        raise SetupError(
            f"{command[0]} ended with {done.returncode}. {hint}\n{tail}\n(whole log: {path})"
        )
    return path


def read(command, env=None, cwd=None):
    """Return what ``command`` prints; raise SetupError when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout
