"""Asking the books: each check with what it finds."""

from django.db import connection

from cartera.kernel.checks import Check, Finding


def ask(check: Check) -> list[Finding]:
    """What a check finds wrong; nothing where all is well."""
    if check.find is not None:
        return list(check.find())
    with connection.cursor() as cursor:
        cursor.execute(check.sql)
        return [Finding(*("" if v is None else str(v) for v in row)) for row in cursor.fetchall()]
