"""Households that were kept as long as the office keeps data, by number and day alone, and their removal in one act."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clausewise.desk.access import signed_in
from clausewise.desk.backing_up import backups_in
from clausewise.desk.offices import office_settings
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.retaining import kept_long_enough, remove_kept
from clausewise.desk.views.steps import in_language
from clausewise.errors import RequestError


def show(request: HttpRequest) -> HttpResponse:
    """The list; once the number of them was typed, those that were on it are removed."""
    if request.method == "POST":
        return _take(request)
    return page(
        request, "retention.html",
        kept=kept_long_enough(), years=office_settings().retention_years, backups=backups_in(settings.DESK_FOLDER),
    )  # fmt: skip


def _take(request: HttpRequest) -> HttpResponse:
    language, listed = language_of(request), request.POST.getlist("household")
    if not listed or request.POST.get("number", "").strip() != str(len(listed)):
        tell(request, say(language, "retention_type", number=len(listed)), "mind")
        return redirect("retention")
    try:
        gone = remove_kept(listed, signed_in(request).id)
    except RequestError as problem:
        for one in problem.diagnostics:
            tell(request, in_language(one, language), "mind")
    else:
        tell(request, say(language, "retention_removed", number=len(gone)))
    return redirect("retention")
