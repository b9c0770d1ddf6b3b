"""Which PostgreSQL Cartera talks to, as whom.

Two roles: the owner holds the tables and runs migrations; the application signs in as a role that
owns nothing. By default both live on the embedded server. ``DATABASE_URL`` (the owner's URL of any
PostgreSQL 15 or later) points elsewhere; there the application's role is made with a password kept
in the data folder, unless ``DATABASE_APP_URL`` names it.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from cartera.config import embedded, home

DEFAULT_NAME = "cartera"


@dataclass(frozen=True)
class Urls:
    """Where the owner and the application sign in."""

    owner: str
    app: str


def urls(database: str = DEFAULT_NAME) -> Urls:
    """The URLs of ``database``; nothing is started and nothing is connected."""
    outside = os.environ.get("DATABASE_URL")
    if not outside:
        return Urls(_embedded_url(embedded.OWNER, database), _embedded_url(embedded.APP, database))
    owner = _at(outside, database)
    named = os.environ.get("DATABASE_APP_URL")
    return Urls(owner, _at(named, database) if named else _as_app(owner))


def app_role() -> str:
    """The name of the role that the application signs in as."""
    return unquote(urlsplit(urls().app).username or embedded.APP)


def start() -> bool:
    """See that the server runs, where it is ours to start; True where it was this call's doing."""
    return not os.environ.get("DATABASE_URL") and embedded.start()


def stop() -> None:
    """Stop the server, where it is ours to stop."""
    if not os.environ.get("DATABASE_URL"):
        embedded.stop()


def ensure_database(name: str = DEFAULT_NAME, *, template: str | None = None) -> bool:
    """See that the database is there, owned by the owner; True where it had to be made.

    ``template`` names a database to copy; nobody may be connected to it.
    """
    with _administrator() as connection:
        _ensure_app_role(connection)
        name = _on_server(name)
        if _exists(connection, name):
            return False
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name),
                sql.Identifier(_owner_role()),
                sql.Identifier(template or "template0"),
            )
        )
        for statement in (
            "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {name} TO {app}",
        ):
            connection.execute(
                sql.SQL(statement).format(name=sql.Identifier(name), app=sql.Identifier(app_role()))
            )
    return True


def drop_database(name: str) -> None:
    """Drop the database, with whoever is connected to it; nothing happens where there is none.

    The checkpoints that left it are set aside: another database of that name has its own.
    """
    there = _on_server(name)
    with _administrator() as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(there))
        )
    checkpoints = home.checkpoints_folder() / f"{there}.jsonl"
    if checkpoints.exists():
        checkpoints.replace(checkpoints.with_suffix(".dropped"))


def rename_database(old: str, new: str) -> None:
    """Give the database another name; nobody may be connected to it."""
    with _administrator() as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(old), sql.Identifier(new)
            )
        )


def exists(name: str) -> bool:
    """Whether the server holds a database of that name."""
    with _administrator() as connection:
        return _exists(connection, _on_server(name))


def django_settings(url: str) -> dict[str, Any]:
    """The same URL as the entry that Django's DATABASES wants."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def _exists(connection: psycopg.Connection, name: str) -> bool:
    row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return row is not None


def _administrator() -> psycopg.Connection:
    """Who may make databases: on a server of someone else's its owner, wherever it gets in."""
    outside = os.environ.get("DATABASE_URL")
    if not outside:
        return embedded.connect()
    try:
        return psycopg.connect(_at(outside, "postgres"), autocommit=True)
    except psycopg.OperationalError:
        return psycopg.connect(outside, autocommit=True)


def _owner_role() -> str:
    return unquote(urlsplit(urls().owner).username or embedded.OWNER)


def _ensure_app_role(connection: psycopg.Connection) -> None:
    """On a server of someone else's the application's role is made here, unless it was named.

    A role of that name that another has made is left as it is; signing in tells whether it fits.
    """
    if os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_APP_URL"):
        with suppress(psycopg.errors.InsufficientPrivilege):
            embedded.ensure_role(connection, embedded.APP, home.key(embedded.APP))


def _embedded_url(role: str, database: str) -> str:
    host = quote(str(embedded.socket_folder()), safe="")
    return f"postgresql://{role}:{quote(home.key(role), safe='')}@/{quote(database)}?host={host}"


def _on_server(database: str) -> str:
    """The database's name there: DATABASE_URL may call the default one otherwise."""
    return unquote(urlsplit(urls(database).owner).path.lstrip("/"))


def _at(url: str, database: str) -> str:
    """``url`` with another database, unless the default one is meant and the URL names its own."""
    parts = urlsplit(url)
    if database == DEFAULT_NAME and parts.path.strip("/"):
        return url
    return urlunsplit(parts._replace(path=f"/{quote(database)}"))


def _as_app(owner_url: str) -> str:
    parts = urlsplit(owner_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(
        parts._replace(netloc=f"{embedded.APP}:{quote(home.key(embedded.APP), safe='')}@{host}")
    )
