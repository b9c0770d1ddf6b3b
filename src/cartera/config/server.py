"""The web server: what it needs before it starts, and what it says when it has."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec

from cartera.config.attendant import Attendant
from cartera.config.failures import CommandFailure

_THREADS = 8
_GRACE_SECONDS = 10
_START_SECONDS = 60


def refuse_taken(host: str, port: int) -> None:
    """Refuse an address where something already listens, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandFailure(
                f"no se puede atender en {host}:{port} ({error.strerror}); elija otro con --port"
            ) from error


def prepare(*, new: bool = False) -> None:
    """Migrate, gather the static files, and load the training company where nobody is yet.

    With `new` the house stays empty, and the key by which its founder comes in is printed.
    """
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from cartera.config.migration import prepare as prepare_database

    prepare_database(verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if get_user_model().objects.exists():
        return
    if new:
        from cartera.entrance.founding_first import make_key

        print(f"Casa vacía: abra /empezar/ y funde la empresa con esta clave: {make_key()}")
        print("La clave sirve una vez; al reiniciar se hace otra.", flush=True)
    elif find_spec("cartera.procedures.training"):
        from cartera.procedures import training

        print("Se carga la empresa de práctica…", flush=True)
        training.load()


def serve(host: str, port: int, workers: int) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished first.

    The server runs in a process of its own, begun afresh, since a connection to the database does
    not survive a fork.
    """
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.default_int_handler)
    os.environ.setdefault("CARTERA_ADDRESS", f"http://{_shown(host)}:{port}")
    child = subprocess.Popen(_command(host, port, workers), start_new_session=True)
    try:
        _await_answer(child, host, port)
        print(welcome(host, port), flush=True)
        with Attendant():
            child.wait()
    except KeyboardInterrupt:
        print("Se detiene…", flush=True)
    finally:
        _end(child)


def _command(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(_THREADS), "--workers-kill-timeout", str(_GRACE_SECONDS)),
        *("--respawn-failed-workers", "--no-access-log", "--log-level", "error"),
        "cartera.config.wsgi:application",
    ]


def _await_answer(child: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise CommandFailure("el servidor web no pudo iniciar; arriba dice por qué")
        try:
            socket.create_connection((_reachable(host), port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandFailure(f"el servidor web no contesta tras {_START_SECONDS} segundos")


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the server and its workers, by force where asking is not enough."""
    child.terminate()
    try:
        child.wait(timeout=2 * _GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _reachable(host: str) -> str:
    """Where this machine reaches what listens at ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def _shown(host: str) -> str:
    return "localhost" if _reachable(host) in ("127.0.0.1", "::1") else host


def welcome(host: str, port: int) -> str:
    """Where to look, and who can sign in."""
    from cartera.company.selectors import is_training

    lines = [f"Cartera atiende en http://{_shown(host)}:{port}/  (Ctrl+C termina)"]
    if find_spec("cartera.procedures.training") and is_training():
        from cartera.procedures import training

        lines += ["", *training.sign_in_lines()]
    return "\n".join(lines)
