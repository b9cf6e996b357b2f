"""Who may open which page: every address as every role, and as somebody who is not signed in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from desk.conftest import Desk

ROLES = ("caseworker", "reviewer", "head", "analyst", "administrator")
# By address: the roles that may open it (C, R, H, A, S for the administrator), then those that may send to it.
ALLOWED = {
    "front": ("everybody", "everybody"),
    "health": ("everybody", "everybody"),
    "first_run": ("everybody", "everybody"),
    "sign_in": ("everybody", "everybody"),
    "language": ("everybody", "everybody"),
    "sign_out": ("CRHAS", "CRHAS"),
    "password": ("CRHAS", "CRHAS"),
    "today": ("CRH", "CRH"),
    "begin": ("C", "C"),
    "open": ("CRH", ""),
    "members": ("CRH", "C"),
    "identity": ("C", "C"),
    "status": ("CRH", "C"),
    "topics": ("CRH", "C"),
    "questions": ("CRH", "C"),
    "column": ("CRH", "C"),
    "checks": ("CRH", "C"),
    "choose": ("C", "C"),
    "answer": ("CRH", ""),
    "answers": ("CRH", ""),
    "change": ("CRH", "C"),
    "why": ("CRH", ""),
    "review": ("CRH", "CR"),
    "papers": ("CRH", ""),
    "paper": ("CRH", ""),
    "export": ("C", ""),
    "remove": ("H", "H"),
    "import": ("C", "C"),
    "policy": ("CRHAS", "CRHAS"),
    "clause": ("CRHAS", ""),
    "office": ("H", "H"),
    "retention": ("H", "H"),
    "people": ("S", "S"),
    "data": ("S", "S"),
    "log": ("HS", "HS"),
}
LETTERS = dict(zip(ROLES, "CRHAS", strict=True))


def address(name: str, household: str) -> str:
    from django.urls import reverse

    own: dict[str, list[Any]] = {"clause": [13], "why": [household, "13.1"], "change": [household, "household.dibao"],
           "paper": [household, "notice"]}  # fmt: skip
    from clausewise.desk.routes import ROUTES

    path = next(route.path for route in ROUTES if route.name == name)
    return reverse(name, args=own.get(name, [household] if "<str:household>" in path else []))


def somebody(desk: Desk, role: str) -> Any:
    from clausewise.desk.models import Person, Role

    Person.objects.add(f"one-{role}", role, "ten characters", [Role(role)])
    return desk.browser(f"one-{role}")


def test_the_table_of_this_test_has_every_address(desk: Desk) -> None:
    from clausewise.desk.routes import ROUTES

    assert {route.name for route in ROUTES} == set(ALLOWED)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_and_sends_to_what_is_its_own_and_to_nothing_else(desk: Desk, role: str) -> None:
    from clausewise.desk.models import Household, HouseholdState

    household = desk.household("0001")
    # A reviewer sees what was sent to review.
    Household.objects.filter(pk=household.pk).update(state=HouseholdState.SENT.value)
    for name, (opens, sends) in ALLOWED.items():
        if opens == "everybody" or name == "sign_out":
            continue
        browser = somebody(desk, role) if not _known(role) else desk.browser(f"one-{role}")
        where = address(name, household.id)
        assert (browser.get(where).status_code != 403) == (LETTERS[role] in opens), f"open {where} as {role}"
        refused = browser.post(where, {}).status_code in (403, 405)
        assert refused == (LETTERS[role] not in sends), f"send to {where} as {role}"


def _known(role: str) -> bool:
    from clausewise.desk.models import Person

    return Person.objects.filter(username=f"one-{role}").exists()


def test_whoever_is_not_signed_in_is_asked_to_sign_in_everywhere(desk: Desk) -> None:
    from django.test import Client

    household, stranger = desk.household("0001"), Client(HTTP_HOST="localhost")
    for name, (opens, _) in ALLOWED.items():
        if opens != "everybody":
            answer = stranger.get(address(name, household.id))
            assert (answer.status_code, answer["Location"]) == (302, "/sign-in")


def test_a_reviewer_does_not_see_a_household_that_was_not_sent(desk: Desk) -> None:
    household = desk.household("0001")
    reviewer = somebody(desk, "reviewer")
    assert reviewer.get(f"/h/{household.id}/answer").status_code == 404
    assert "王秀英" not in reviewer.get("/today").content.decode()


def test_a_household_that_is_not_there_and_one_that_may_not_be_seen_look_the_same(desk: Desk) -> None:
    reviewer = somebody(desk, "reviewer")
    there = desk.household("0001").id
    pages = [reviewer.get(f"/h/{one}/answer").content.decode() for one in (there, "knothing")]
    shown = [re.sub(r'name="csrf\w+" value="\w+"|value="/h/\w+/answer"', "", page) for page in pages]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("name", ["members", "topics", "questions", "review", "begin", "office", "people"])
def test_what_another_site_has_a_browser_send_is_refused(desk: Desk, name: str) -> None:
    from django.test import Client

    from clausewise.desk.models import Person, Role

    everything = Person.objects.add("all", "all", "ten characters", list(Role))
    careful = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    careful.force_login(everything, backend="django.contrib.auth.backends.ModelBackend")
    assert careful.post(address(name, desk.household("0001").id), {"act": "send"}).status_code == 403


PAGES = ("members", "status", "topics", "questions", "answer", "answers", "answers/member.relation", "why/10.1",
         "why/16.1", "review", "papers", "papers/notice", "papers/transfer-education", "papers/file")  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_names_and_no_ids(desk: Desk, language: str) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    li.cookies["language"] = language
    for one in PAGES:
        page = li.get(f"/h/{household.id}/{one}").content.decode()
        read = re.sub(r"<[^>]*>", " ", page)
        assert not [member.id for member in household.members.all() if member.id in read], one


def test_no_address_has_a_name_in_it_and_pages_have_only_their_own_scripts(desk: Desk) -> None:
    page = desk.browser("li").get(f"/h/{desk.household('0001').id}/answer")
    policy = page["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<style" not in page.content.decode()
    assert "王秀英" not in " ".join(part for part in page.content.decode().split('"') if part.startswith("/"))
