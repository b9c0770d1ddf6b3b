"""A telephone that makes codes, as the second factor of people in tests."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from cartera.control.people.models import User

PERIOD_SECONDS = 30


class Telephone:
    """Holds the secret that was read from the page, and says the code of now."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def code(self) -> str:
        """The six digits of this half minute, reckoned from the secret as RFC 6238 says."""
        return str(format_hotp_value(hotp_value(self.secret, int(time.time()) // PERIOD_SECONDS)))

    def fresh_code(self) -> str:
        """The code of now even where it was used already in this half minute."""
        cache.clear()
        return self.code()


def give_telephone(user: User) -> Telephone:
    """The person has activated the code of his telephone, and got recovery codes."""
    telephone = Telephone("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    TOTP.activate(user, telephone.secret)
    RecoveryCodes.activate(user)
    return telephone
