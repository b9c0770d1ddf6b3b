"""The web server: what it needs before it starts, and what it says when it has."""

import socket
from importlib.util import find_spec

from cartera.config.failures import CommandFailure

_THREADS = 8


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


def prepare() -> None:
    """Migrate, gather the static files, and load the training company where nobody is yet."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from cartera.config.migration import prepare as prepare_database

    prepare_database(verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if find_spec("cartera.procedures.training") and not get_user_model().objects.exists():
        from cartera.procedures import training

        print("Se carga la empresa de práctica…", flush=True)
        training.load()


def serve(host: str, port: int, workers: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "cartera.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,
    )
    server.on_startup(lambda: print(welcome(host, port), flush=True))
    server.serve()


def welcome(host: str, port: int) -> str:
    """Where to look, and who can sign in."""
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1") else host  # noqa: S104 - told apart
    lines = [f"Cartera atiende en http://{shown}:{port}/  (Ctrl+C termina)"]
    if find_spec("cartera.procedures.training"):
        from cartera.procedures import training

        lines += ["", *training.sign_in_lines()]
    return "\n".join(lines)
