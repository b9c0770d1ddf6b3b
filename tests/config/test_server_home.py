"""The embedded server and its keys: who gets in, and who does not."""

import os
import signal
import stat
import time
from pathlib import Path

import psycopg
import pytest

from cartera.config import database, embedded, home


@pytest.fixture
def another_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARTERA_HOME", str(tmp_path))
    return tmp_path


def test_a_key_is_made_once_and_only_its_owner_reads_it(another_home: Path) -> None:
    first = home.key("django")
    assert home.key("django") == first
    assert len(first) >= 50
    path = another_home / "keys" / "django"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("user", [embedded.SUPERUSER, embedded.OWNER, embedded.APP])
@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_gets_in_without_the_password(user: str, password: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host=str(embedded.socket_folder()), user=user, password=password, dbname="postgres"
        )


@pytest.mark.usefixtures("server")
def test_the_server_listens_on_no_network_address() -> None:
    with embedded.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(embedded.folder().stat().st_mode) == 0o700


@pytest.mark.usefixtures("server")
def test_starting_it_again_does_nothing() -> None:
    assert embedded.start() is False


@pytest.mark.usefixtures("server")
def test_the_owner_is_no_superuser() -> None:
    with psycopg.connect(database.urls("postgres").owner) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False)


@pytest.mark.usefixtures("server")
def test_a_database_is_made_once_and_dropped_with_whoever_is_in_it() -> None:
    name = f"made_{os.getpid()}"
    assert database.ensure_database(name) is True
    assert database.ensure_database(name) is False
    with psycopg.connect(database.urls(name).owner) as connection:
        database.drop_database(name)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert not database.exists(name)


@pytest.mark.parametrize(
    ("url", "name", "owner"),
    [
        ("postgresql://o:p@db:5432/firm", "cartera", "postgresql://o:p@db:5432/firm"),
        ("postgresql://o:p@db:5432/firm", "replay", "postgresql://o:p@db:5432/replay"),
        (
            "postgresql://o:p@db/?sslmode=require",
            "cartera",
            "postgresql://o:p@db/cartera?sslmode=require",
        ),
    ],
)
def test_an_outside_server_is_used_as_its_url_says(
    url: str, name: str, owner: str, monkeypatch: pytest.MonkeyPatch, another_home: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    urls = database.urls(name)
    assert urls.owner == owner
    assert urls.app == owner.replace("o:p@", f"cartera_app:{home.key('cartera_app')}@")
    assert database.app_role() == "cartera_app"


def test_the_applications_own_url_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://o:p@db/firm")
    monkeypatch.setenv("DATABASE_APP_URL", "postgresql://a%40b:q@db/firm")
    assert database.urls().app == "postgresql://a%40b:q@db/firm"
    assert database.app_role() == "a@b"


def test_django_is_given_what_the_url_says() -> None:
    settings = database.django_settings("postgresql://a%40b:p%2Fq@db:5433/firm?sslmode=require")
    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "firm",
        "USER": "a@b",
        "PASSWORD": "p/q",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.long
def test_a_server_of_someone_elses_is_used_by_its_owner_alone(
    another_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_home.chmod(0o755)
    embedded.start()
    try:
        with embedded.connect() as connection:
            connection.execute("DROP ROLE cartera_app")
            connection.execute("CREATE ROLE firm LOGIN CREATEDB CREATEROLE PASSWORD 'pw'")
        url = f"postgresql://firm:pw@/firm?host={embedded.socket_folder()}"
        monkeypatch.setenv("DATABASE_URL", url)
        assert database.ensure_database() is True
        assert database.ensure_database() is False
        with psycopg.connect(database.urls().app) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchone() == (
                "cartera_app",
                "firm",
            )
    finally:
        embedded.stop()


@pytest.mark.long
def test_a_server_of_its_own_is_made_killed_and_started_again(another_home: Path) -> None:
    another_home.chmod(0o755)
    assert embedded.start() is True
    try:
        pid = int((embedded.folder() / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        while embedded.is_running():
            time.sleep(0.05)
        assert embedded.start() is True
        assert embedded.is_running()
    finally:
        embedded.stop()
    assert not embedded.is_running()
