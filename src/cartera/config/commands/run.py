"""``cartera run``: everything that a company needs to work, in one command."""

import argparse
import os

SUMMARY = "Inicia todo: base de datos, empresa de práctica si está vacía, y el servidor web."
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, with how many processes, and whether a new company begins."""
    add_address(parser)
    parser.add_argument(
        "--new",
        action="store_true",
        default=os.environ.get("CARTERA_NEW", "") not in ("", "0"),
        help="si no hay empresa, empezar una nueva en vez de la de práctica (o CARTERA_NEW=1)",
    )


def add_address(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="dirección donde atiende (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="puerto donde atiende (8000)")
    parser.add_argument("--workers", type=int, default=2, help="procesos que atienden (2)")


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop; the database is stopped only by who started it."""
    from cartera.config import database, server

    server.refuse_taken(args.host, args.port)
    started = database.start()
    try:
        server.prepare(new=args.new)
        server.serve(args.host, args.port, args.workers)
    finally:
        if started:
            database.stop()
    return 0
