"""Who works here, as access administration and audit see them: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet

from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.workflow.models import AccessRequest, Departure, Invitation, Performer
from cartera.entrance.second_factor import FACTORS
from cartera.kernel.clock import now
from cartera.kernel.search import by_name
from cartera.kernel.text import gettext_noop as _

T = TypeVar("T")
IN, INVITED, OUT = "in", "invited", "out"
STATES = {IN: _("activa"), INVITED: _("invitada"), OUT: _("de baja")}


@dataclass(frozen=True, slots=True)
class Member:
    """A person with what he holds. `covers`: where he stands in for somebody."""

    user: User
    grants: tuple[RoleGrant, ...]
    covers: tuple[StandIn, ...]
    covered: tuple[StandIn, ...]
    has_second_factor: bool
    state: str

    @property
    def state_text(self) -> str:
        """His state in Spanish."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was asked about a person's access, who asked and who decided."""

    at: datetime
    case_id: int
    number: str
    kind: str
    role: str
    from_on: date | None
    until_on: date | None
    reason: str
    state: str
    by: tuple[str, ...]


def roster(on: date) -> list[Member]:
    """Everybody who has or had a role, by name, with what holds on or after the day. 5 queries."""
    found = User.objects.filter(role_grants__isnull=False).distinct()
    live = Q(until_on__isnull=True) | Q(until_on__gte=on)
    return _members(found, RoleGrant.objects.filter(live), StandIn.objects.filter(until_on__gte=on))


def member_of(username: str) -> Member | None:
    """One person with all that he ever held, the latest first."""
    found = User.objects.filter(username=username, role_grants__isnull=False).distinct()
    everything = _members(found, RoleGrant.objects.all(), StandIn.objects.all())
    return everything[0] if everything else None


def history_of(user: User) -> list[Happening]:
    """What was asked about his access, the latest first. 4 queries."""
    told = [
        *_asked(AccessRequest.objects.filter(user=user)),
        *_asked(Invitation.objects.filter(user=user)),
        *_asked(Departure.objects.filter(user=user)),
    ]
    hands: dict[int, list[str]] = defaultdict(list)
    for case_id, name in (
        Performer.objects.filter(case__in=[request.case_id for request in told])
        .order_by("id")
        .values_list("case_id", "actor__full_name")
    ):
        hands[case_id].append(name)
    happenings = [_happening(request, tuple(hands[request.case_id])) for request in told]
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)


def waiting_invitation(user: User) -> Invitation | None:
    """The approved invitation that he has not answered."""
    return Invitation.objects.filter(user=user, state="approved").first()


def _asked(
    rows: "QuerySet[AccessRequest] | QuerySet[Invitation] | QuerySet[Departure]",
) -> list[AccessRequest | Invitation | Departure]:
    return list(rows.select_related("case"))


def _happening(request: AccessRequest | Invitation | Departure, by: tuple[str, ...]) -> Happening:
    return Happening(
        at=request.case.opened_at,
        case_id=request.case_id,
        number=str(request.case),
        kind=getattr(request, "kind", "invited"),
        role=getattr(request, "role", ""),
        from_on=getattr(request, "from_on", None),
        until_on=getattr(request, "until_on", None),
        reason=request.reason,
        state=str(request.get_state_display()),
        by=by,
    )


def _members(
    found: "QuerySet[User]", grants: "QuerySet[RoleGrant]", covers: "QuerySet[StandIn]"
) -> list[Member]:
    users = sorted(found, key=lambda user: by_name(user.full_name))
    ids = [user.pk for user in users]
    latest = (F("from_on").desc(), "role")
    held = _by(grants.filter(user__in=ids).order_by(*latest), "user_id")
    named = covers.select_related("absent", "substitute").order_by("-from_on")
    by_substitute = _by(named.filter(substitute__in=ids), "substitute_id")
    by_absent = _by(named.filter(absent__in=ids), "absent_id")
    factors = set(
        Authenticator.objects.filter(user__in=ids, type__in=FACTORS).values_list(
            "user_id", flat=True
        )
    )
    return [
        Member(
            user=user,
            grants=tuple(held[user.pk]),
            covers=tuple(by_substitute[user.pk]),
            covered=tuple(by_absent[user.pk]),
            has_second_factor=user.pk in factors,
            state=_state(user),
        )
        for user in users
    ]


def _state(user: User) -> str:
    if user.is_active:
        return IN
    return OUT if user.has_usable_password() else INVITED


def _by(rows: Iterable[T], column: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def expires_in_hours(invitation: Invitation) -> int:
    """How many whole hours its link still lives; 0 where it is over."""
    if invitation.expires_at is None:
        return 0
    return max(0, int((invitation.expires_at - now()).total_seconds() // 3600))
