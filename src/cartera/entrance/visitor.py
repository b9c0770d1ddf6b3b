"""Who is looking: his roles today, the clients he speaks for, the house he is in."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from cartera.company.models import Company
from cartera.company.selectors import company
from cartera.control.people.models import User
from cartera.control.workflow.definitions import Procedure
from cartera.control.workflow.inputs import opens_by_hand
from cartera.control.workflow.registry import procedures
from cartera.control.workflow.selectors import Viewer, badge_of
from cartera.control.workflow.standing import Standing, standing_today
from cartera.credit.parties.models import Client, Representative
from cartera.entrance.words import role_name


@dataclass
class Visitor:
    """A signed-in person as the pages see him. Each fact is read once a request, when asked."""

    user: User

    @cached_property
    def phone_owner(self) -> str:
        """Whose the things are that a browser keeps for him; it tells nobody who he is."""
        return salted_hmac("cartera.phone", str(self.user.pk)).hexdigest()[:20]

    @cached_property
    def house(self) -> Company:
        """The company."""
        return company()

    @cached_property
    def standing(self) -> Standing:
        """His roles and his business day now."""
        return standing_today(self.user.pk)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The codes of the roles that he holds today, his own and by stand-in."""
        return tuple(sorted({seat.role for seat in self.standing.held}))

    @property
    def role_names(self) -> list[str]:
        """The names of his roles."""
        return [role_name(role) for role in self.roles]

    @property
    def is_staff(self) -> bool:
        """Whether any of his roles is the company's own."""
        return not self.standing.is_outside

    @cached_property
    def clients(self) -> list[Client]:
        """The clients that he speaks for."""
        if "CTE" not in self.roles:
            return []
        found = Representative.objects.filter(user=self.user).select_related("client")
        return [representative.client for representative in found]

    @property
    def client_codes(self) -> tuple[str, ...]:
        """Their codes."""
        return tuple(client.code for client in self.clients)

    @cached_property
    def viewer(self) -> Viewer:
        """He as the inbox asks for him."""
        zone = ZoneInfo(self.house.timezone)
        at = self.standing.at
        tomorrow = at.astimezone(zone).date() + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time(0), zone)
        return Viewer(self.user.pk, self.roles, self.client_codes, at, midnight)

    @cached_property
    def badge(self) -> int:
        """How many tasks wait for him."""
        return badge_of(self.viewer) if self.roles else 0

    @property
    def can_open(self) -> list[Procedure]:
        """The procedures that he may begin."""
        return [
            procedure
            for procedure in procedures()
            if set(procedure.first.roles) & set(self.roles) and opens_by_hand(procedure.first.act)
        ]

    def may_see(self, client_code: str) -> bool:
        """Staff see every case; who speaks for clients sees theirs alone."""
        return self.is_staff or (bool(client_code) and client_code in self.client_codes)
