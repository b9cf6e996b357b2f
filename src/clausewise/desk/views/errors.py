"""What a page says when something is not as it should be: never with a name, a value or a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from clausewise.desk.pages import page
from clausewise.desk.signing_in import held_of


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page."""
    return page(request, "not_found.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """The desk did something wrong; what was acknowledged is kept."""
    return page(request, "fault.html", status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is not what a page of the desk sends."""
    return HttpResponse("400", status=400, content_type="text/plain")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was drawn before one signed in again: what it sends is held for a look, if this site's page sent it."""
    held = held_of(request) if _is_own_page(request) else []
    if not held:
        return page(request, "expired.html", status=403)
    response = page(request, "held.html", held=held, held_path=request.path)
    response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def _is_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this desk sent it: no other site can make it say so."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
