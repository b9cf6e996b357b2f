"""Every address of the desk, with who may open it and who may send to it. A test walks them all as every role."""

from __future__ import annotations

from django.urls import path

from clausewise.desk.access import Route, guarded
from clausewise.desk.models import Role
from clausewise.desk.views import (
    answer,
    checks,
    data,
    entrance,
    exchange,
    logbook,
    members,
    office,
    papers,
    people,
    policy,
    questions,
    retention,
    review,
    status,
    today,
)

_WORKERS = frozenset({Role.CASEWORKER, Role.REVIEWER, Role.HEAD})
_CASEWORKER = frozenset({Role.CASEWORKER})
_EVERYBODY = frozenset(Role)
_HEAD = frozenset({Role.HEAD})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

ROUTES = (
    Route("", entrance.front, "front"),
    Route("health", entrance.health, "health"),
    Route("first-run", entrance.first_run, "first_run"),
    Route("sign-in", entrance.sign_in, "sign_in"),
    Route("language", entrance.choose_language, "language"),
    Route("sign-out", entrance.sign_out, "sign_out", _EVERYBODY, _EVERYBODY),
    Route("password", people.own_password, "password", _EVERYBODY, _EVERYBODY),
    Route("today", today.show, "today", _WORKERS, _WORKERS),
    Route("households", today.begin, "begin", _CASEWORKER, _CASEWORKER),
    Route("h/<str:household>", today.open_household, "open", _WORKERS),
    Route("h/<str:household>/members", members.show, "members", _WORKERS, _CASEWORKER, holds=True),
    Route("h/<str:household>/identity", members.show_identity, "identity", _CASEWORKER, _CASEWORKER),
    Route("h/<str:household>/status", status.show, "status", _WORKERS, _CASEWORKER, holds=True),
    Route("h/<str:household>/topics", status.topics, "topics", _WORKERS, _CASEWORKER, holds=True),
    Route("h/<str:household>/questions", questions.show, "questions", _WORKERS, _CASEWORKER, holds=True),
    Route("h/<str:household>/column", questions.column, "column", _WORKERS, _CASEWORKER, holds=True),
    Route("h/<str:household>/checks", checks.show, "checks", _WORKERS, _CASEWORKER, holds=True),
    Route("h/<str:household>/choose", answer.choose, "choose", _CASEWORKER, _CASEWORKER, holds=True),
    Route("h/<str:household>/answer", answer.show, "answer", _WORKERS),
    Route("h/<str:household>/answers", answer.answers, "answers", _WORKERS),
    Route("h/<str:household>/answers/<str:fact>", answer.change, "change", _WORKERS, _CASEWORKER, holds=True),
    Route("h/<str:household>/why/<str:finding>", answer.why, "why", _WORKERS),
    Route("h/<str:household>/review", review.show, "review", _WORKERS, _CASEWORKER | {Role.REVIEWER}),
    Route("h/<str:household>/papers", papers.show, "papers", _WORKERS),
    Route("h/<str:household>/papers/<str:kind>", papers.paper, "paper", _WORKERS),
    Route("h/<str:household>/case", exchange.export, "export", _CASEWORKER),
    Route("h/<str:household>/remove", exchange.remove, "remove", _HEAD, _HEAD),
    Route("import", exchange.bring_in, "import", _CASEWORKER, _CASEWORKER),
    Route("policy", policy.show, "policy", _EVERYBODY, _EVERYBODY),
    Route("policy/<int:number>", policy.clause, "clause", _EVERYBODY),
    Route("office", office.show, "office", _HEAD, _HEAD),
    Route("retention", retention.show, "retention", _HEAD, _HEAD),
    Route("people", people.show, "people", _ADMINISTRATOR, _ADMINISTRATOR),
    Route("data", data.show, "data", _ADMINISTRATOR, _ADMINISTRATOR),
    Route("log", logbook.show, "log", _HEAD | _ADMINISTRATOR, _HEAD | _ADMINISTRATOR),
)

urlpatterns = [path(route.path, guarded(route), name=route.name) for route in ROUTES]

handler400 = "clausewise.desk.views.errors.bad_request"
handler404 = "clausewise.desk.views.errors.not_found"
handler500 = "clausewise.desk.views.errors.fault"
