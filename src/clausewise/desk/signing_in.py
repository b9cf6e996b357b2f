"""The page to sign in, with what was sent when a session had ended held in it, so that nothing is lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from clausewise.desk.made_up import ACCOUNTS, PASSWORD
from clausewise.desk.pages import language_of, page

Held = list[tuple[str, str]]
"""Names and values of fields that were sent and are not saved yet."""


def sign_in_page(
    request: HttpRequest, *, held: Held, held_path: str = "", problem: str = "", username: str = "", status: int = 200
) -> HttpResponse:
    """The page to sign in; `held` is sent to `held_path` afterwards. A made-up office tells its accounts."""
    language = language_of(request)
    accounts = [
        f"{account} ({', '.join(role.label.in_(language) for role in roles)})" for account, roles in ACCOUNTS.items()
    ]
    return page(
        request, "sign_in.html", status=status, held=held, held_path=held_path, problem=problem, username=username,
        made_up_accounts=", ".join(accounts), made_up_password=PASSWORD,
    )  # fmt: skip


def held_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent to a route that must lose nothing; nothing for any other."""
    from clausewise.desk.routes import ROUTES

    found = request.resolver_match
    if found is None or not any(route.holds and route.name == found.url_name for route in ROUTES):
        return []
    sent = [(name, str(value)) for name in request.POST for value in request.POST.getlist(name)]
    return [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]
