"""Pages of families are kept by no browser: whoever comes to the machine next finds nothing by going back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


def never_kept(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: says of every page that it is not to be stored. Static files are served before it."""

    def run(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        add_never_cache_headers(response)
        return response

    return run
