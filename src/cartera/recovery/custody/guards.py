"""What PostgreSQL refuses by itself of things with a history, for recovery's migrations."""

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

from cartera.accounting.ledger.guards import at_commit, refuse

# Whichever of the two rows was written, at commit the thing is where the last row of its history
# says, and its history goes no further.
_ONE_STORY = """
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM {table} t JOIN {history} h ON h.{key} = t.id AND h.n = t.{count}
        WHERE t.id = NEW.{named} AND ({of_history}) IS NOT DISTINCT FROM ({of_table})
            AND NOT EXISTS (SELECT 1 FROM {history} later
                WHERE later.{key} = t.id AND later.n > t.{count})
    ) THEN {refuse} END IF;
    RETURN NULL;
END
"""

_STAYS = """
BEGIN
    IF EXISTS (
        SELECT 1 FROM custody_handedoriginal i
        JOIN custody_handover h ON h.id = i.hand_over_id
        JOIN custody_original o ON o.id = i.original_id
        WHERE i.original_id = NEW.{key} AND i.closed_at IS NULL
            AND (o.person_id IS DISTINCT FROM h.giver_id OR h.state <> 'offered')
    ) THEN {refuse} END IF;
    RETURN NULL;
END
"""


def one_story(
    rule: str, table: str, history: str, *, key: str, count: str, columns: Sequence[str]
) -> list[RunSQL]:
    """Refuse by `rule` a row of `table` that differs from the last of its rows in `history`.

    `key` is the history's column that names the row, `count` the row's column that counts them,
    `columns` what both say.
    """
    body = _ONE_STORY.replace("{refuse}", refuse(rule))
    names = {"table": table, "history": history, "key": key, "count": count}
    names |= {
        "of_history": ", ".join(f"h.{column}" for column in columns),
        "of_table": ", ".join(f"t.{column}" for column in columns),
    }
    return [
        at_commit(table, rule, body.format(named="id", **names), event="INSERT OR UPDATE"),
        at_commit(history, f"{rule}_too", body.format(named=key, **names)),
    ]


def stays_with_its_giver() -> list[RunSQL]:
    """What is offered and not answered is in its giver's hands at every commit."""
    rule = "what_is_offered_stays_with_its_giver"
    body = _STAYS.replace("{refuse}", refuse(rule))
    return [
        at_commit("custody_original", rule, body.format(key="id"), event="UPDATE"),
        at_commit("custody_handedoriginal", f"{rule}_too", body.format(key="original_id")),
    ]
