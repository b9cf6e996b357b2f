"""Makes pages: the templates' environment, and what every page has: words in one language, who is there, the day."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import Environment, StrictUndefined

from clausewise.clock import today
from clausewise.desk.counting import fill
from clausewise.desk.keys import new_id
from clausewise.desk.models import OfficeSettings, Person, Role
from clausewise.desk.words import WORDS
from clausewise.language.labels import Label, Language

LANGUAGE_COOKIE = "language"
MENU = (
    ("today", (Role.CASEWORKER, Role.REVIEWER, Role.HEAD)),
    ("policy", tuple(Role)),
    ("office", (Role.HEAD,)),
    ("people", (Role.ADMINISTRATOR,)),
    ("data", (Role.ADMINISTRATOR,)),
    ("log", (Role.HEAD, Role.ADMINISTRATOR)),
)
"""The pages of the menu, each with the roles that see it."""


def environment(**options: Any) -> Environment:
    """The environment of the templates: what is put in is escaped, and a name that is not known is an error."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)
    made.globals |= {"static": static, "url": _url, "Role": Role, "words": WORDS, "menu": MENU, "new_id": new_id}
    made.filters["moment"] = moment
    return made


def language_of(request: HttpRequest) -> Language:
    """The language that was chosen, else the one that the browser asks for first; Chinese where it asks for none."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE)
    if chosen in ("zh", "en"):
        return "zh" if chosen == "zh" else "en"
    return "en" if request.headers.get("Accept-Language", "zh").lower().startswith("en") else "zh"


def say(language: Language, key: str, **filled: object) -> str:
    """One of the desk's words. Raises: KeyError."""
    said = WORDS[key].in_(language)
    return fill(said, **filled) if filled else said


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page, or a part of one."""
    language = language_of(request)
    person = request.user if isinstance(getattr(request, "user", None), Person) else None

    def pick(label: Label) -> str:
        return label.in_(language)

    shared = {
        "language": language,
        "t": partial(say, language),
        "pick": pick,
        "person": person,
        "office": OfficeSettings.objects.first(),
        "today": today().isoformat(),
        "messages": request.session.pop("told", []) if hasattr(request, "session") and not _is_part(request) else [],
    }
    return render(request, template, {**shared, **context}, status=status)


def tell(request: HttpRequest, said: str, kind: str = "good") -> None:
    """Have the next page say something; `kind` is `good` or `mind`."""
    request.session["told"] = [*request.session.get("told", []), {"kind": kind, "said": said}]


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _url(name: str, *parts: object) -> str:
    return reverse(name, args=parts)


def moment(at: Any) -> str:
    """A moment on the office's clock, to the minute."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at is not None else ""


def folder() -> Any:
    """The data folder of this desk."""
    return settings.DESK_FOLDER
