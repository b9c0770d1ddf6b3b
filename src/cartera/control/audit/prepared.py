"""A cursor for the few long statements that every act runs: PostgreSQL keeps their plan.

Django's own cursors write the values into the text, so that each run is parsed and planned anew;
for a statement of forty lines that is most of its cost. These send text and values apart, and from
the third run on a connection keeps the plan. A value that stands in several places of a statement
needs its type said in each (`%(role)s::text`), since PostgreSQL can no longer see it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper

PREPARE_AT_RUN = 2


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor of the current connection, inside its transaction and seen by whoever counts."""
    connection.ensure_connection()
    connection.connection.prepare_threshold = PREPARE_AT_RUN
    cursor_of = cast("type[psycopg.Cursor[Any]]", ServerBindingCursor)
    with cursor_of(connection.connection) as cursor:
        yield CursorWrapper(cursor, connection)
