"""Where a cell leads: only to addresses that exist and that the visitor may open."""

from collections.abc import Callable

from cartera.desk.shell.addresses import page_address
from cartera.entrance.routes import Route, Who, routes
from cartera.entrance.visitor import Visitor

Leads = Callable[[str, object], str]


def links_for(visitor: Visitor) -> Leads:
    """From a route's name and what it asks for to an address; '' where there is none for him.

    The rows of a client's lists are his own, so a page that lets a party in lets him in.
    """
    let_in = {route.name for route in routes() if _lets_in(route, visitor)}

    def leads(name: str, key: object) -> str:
        if name not in let_in or key is None or key == "":
            return ""
        return page_address(name, key)

    return leads


def _lets_in(route: Route, visitor: Visitor) -> bool:
    if route.roles and not set(route.roles) & set(visitor.roles):
        return False
    return visitor.is_staff or route.who is not Who.STAFF
