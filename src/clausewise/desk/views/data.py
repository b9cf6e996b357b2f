"""The desk's data, for whoever looks after it: where it lies, its backups, whether the log is whole."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clausewise.desk.backing_up import back_up, backups_in
from clausewise.desk.logbook import faults
from clausewise.desk.models import LogEntry
from clausewise.desk.packs import on_disk, opened
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.views.steps import in_language
from clausewise.errors import RequestError


def show(request: HttpRequest) -> HttpResponse:
    """What there is; a backup is made and the log held against its chain when that is sent."""
    if request.method != "POST":
        folder = settings.DESK_FOLDER
        return page(
            request, "data.html", folder=folder.root, keys=folder.heads.parent, backups=backups_in(folder),
            opened=opened(), on_disk=on_disk(),
        )  # fmt: skip
    act = {"backup": _back_up, "verify": _verify}.get(request.POST.get("act", ""))
    if act is not None:
        act(request)
    return redirect("data")


def _back_up(request: HttpRequest) -> None:
    language, folder = language_of(request), settings.DESK_FOLDER
    try:
        path, head = back_up(folder, folder.backups)
    except RequestError as problem:
        for one in problem.diagnostics:
            tell(request, in_language(one, language), "mind")
    else:
        tell(request, say(language, "backed_up", path=path, head=head))


def _verify(request: HttpRequest) -> None:
    language, found = language_of(request), list(faults())
    for one in found:
        tell(request, one.in_(language), "mind")
    if not found:
        tell(request, say(language, "log_is_whole", number=LogEntry.objects.count()))
