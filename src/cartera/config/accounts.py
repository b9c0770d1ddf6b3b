"""How allauth's sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody makes an account by himself: the company gives them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
