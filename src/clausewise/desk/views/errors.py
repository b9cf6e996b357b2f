"""What a page says when something is not as it should be: never with a name, a value or a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from clausewise.desk.pages import page


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
    """The page was drawn for another session: it is to be opened again."""
    return page(request, "expired.html", status=403)
