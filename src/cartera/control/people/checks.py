"""Checks of who holds which role."""

from cartera.control.people.roles import ROLES, conflicting
from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

_PAIRS = ", ".join(
    f"('{one}', '{other}')"
    for one in ROLES
    for other in ROLES
    if conflicting(frozenset({one}), other) is not None
)

CHECKS = (
    Check(
        "roles_that_may_not_meet",
        _("Nadie tiene, por sí o por suplencia, dos roles que no pueden estar juntos"),
        f"""WITH held AS (
            SELECT user_id, role, from_on, coalesce(until_on, 'infinity') AS until_on
            FROM people_rolegrant
            UNION ALL
            SELECT substitute_id, role, from_on, until_on FROM people_standin
        ) SELECT DISTINCT u.username, a.role || ' + ' || b.role FROM held a
        JOIN held b ON b.user_id = a.user_id AND a.role < b.role
            AND a.from_on <= b.until_on AND b.from_on <= a.until_on
        JOIN people_user u ON u.id = a.user_id
        WHERE (a.role, b.role) IN (VALUES {_PAIRS}) ORDER BY 1 LIMIT 50""",
    ),
)
