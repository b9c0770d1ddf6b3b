"""Keeps every query on the application's role: only migrations go through the owner."""

from typing import Any


class OwnerOnlyMigrates:
    """Reads and writes go to ``default``; tables are made through ``owner`` and nothing else is."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        return "default"

    def db_for_write(self, model: type, **hints: Any) -> str:
        return "default"

    def allow_relation(self, first: object, second: object, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
