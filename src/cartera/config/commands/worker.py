"""``cartera worker``: does what waits in the queue, beside or without a web server."""

import argparse
import os
import signal
import threading
import time

SUMMARY = "Hace el trabajo en espera (avisos, correos); `cartera run` ya inicia uno."
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether it lives only as long as who started it."""
    parser.add_argument(
        "--attached",
        type=int,
        metavar="PROCESO",
        help="terminar cuando termine el proceso que lo inició",
    )


def run(args: argparse.Namespace) -> int:
    """Work until told to stop."""
    from cartera.config import database
    from cartera.control.jobs.working import work

    if args.attached:
        _end_with(args.attached)
    started = database.start()
    try:
        work()
    finally:
        if started:
            database.stop()
    return 0


def _end_with(parent: int) -> None:
    """Stop when the parent is gone, however it went: a killed one says nothing."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
