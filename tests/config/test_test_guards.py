"""What the tests themselves stand on."""

import socket

import pytest
from django.db import IntegrityError, connection, connections, transaction

from cartera.kernel import clock as kernel_clock
from cartera.kernel.clock import FixedClock
from tests.plugins.day import A_MONDAY
from tests.plugins.network import NetworkRefused


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_nothing_reaches_another_machine(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        with pytest.raises(NetworkRefused):
            probe.connect((host, 80))
        with pytest.raises(NetworkRefused):
            probe.connect_ex((host, 80))


def test_loopback_is_reached() -> None:
    with socket.socket() as listener, socket.socket() as caller:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        caller.connect(listener.getsockname())


def test_the_clock_stands_still_until_it_is_set(clock: FixedClock) -> None:
    assert kernel_clock.now() == A_MONDAY
    assert kernel_clock.now() == A_MONDAY


@pytest.mark.django_db
def test_a_test_works_as_the_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("cartera_app",)


@pytest.mark.django_db
def test_an_ordinary_test_cannot_go_through_the_owner() -> None:
    with pytest.raises(Exception, match="not allowed"):
        connections["owner"].cursor()


def test_a_test_that_commits_has_a_database_of_its_own(committed_db: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('k', 'd', now())")
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), count(*) FROM django_session")
        assert cursor.fetchone() == (committed_db, 1)


def test_the_next_test_that_commits_finds_it_empty(committed_db: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_constraints_left_for_the_commit_can_be_asked_for() -> None:
    """Every ordinary test ends by this same question, so that no unbalanced entry goes unseen."""
    with pytest.raises(IntegrityError):
        _write_an_address_of_nobody()


def _write_an_address_of_nobody() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO account_emailaddress (email, verified, "primary", user_id)'
            " VALUES ('a@example.org', false, false, 987654)"
        )
        connection.check_constraints()
