"""Say what is being done, and for how long it has been going on."""

import sys
import threading
import time
from contextlib import contextmanager

HEARTBEAT_SECONDS = 10


class SetupError(Exception):
    """What went wrong and what the user can do; printed without a traceback."""


def say(text=""):
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


@contextmanager
def step(title, expected=""):
    """Print ``title``, a sign of life every ten seconds, and the time it took.

    :param str expected: how long it usually takes, for example "about 1 min"
    """
    started = time.monotonic()
    done = threading.Event()
    say(f"→ {title}{f' ({expected})' if expected else ''} …")

    def beat():
        while not done.wait(HEARTBEAT_SECONDS):
            say(f"  … {title}: {time.monotonic() - started:.0f} s")

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    except BaseException:
        done.set()
        say(f"✗ {title}: stopped after {time.monotonic() - started:.1f} s")
        raise
    done.set()
    seconds = time.monotonic() - started
    if seconds > 2:
        say(f"✓ {title}: {seconds:.1f} s")


def run_main(main):
    """Run ``main`` and turn a SetupError into a message and exit status 1."""
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        say(f"\nError: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(130)
