"""Which table may be written how by the application's role. Temporary form: everything."""

from django.db.backends.base.base import BaseDatabaseWrapper

from cartera.config import database


def apply_grants(connection: BaseDatabaseWrapper) -> None:
    """Give the application's role its rights."""
    role = database.app_role()
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT SELECT,INSERT,UPDATE,DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        )
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
