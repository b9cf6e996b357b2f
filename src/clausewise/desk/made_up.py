"""A made-up office with made-up people and families, to try the desk with. Nobody of them exists."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from clausewise.clock import today
from clausewise.desk.asking import EVERYBODY, NAME, VILLAGE, Matter, Saying
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Household, Member, OfficeSettings, Person, Role, Told, Window
from clausewise.desk.numbering import next_number
from clausewise.desk.packs import current_pack
from clausewise.desk.saving import keep_left, save
from clausewise.desk.sent import Sent
from clausewise.desk.topics import topics_said

_PEOPLE = (
    ("li", "李芳", [Role.CASEWORKER]),
    ("chen", "陈明", [Role.CASEWORKER, Role.REVIEWER]),
    ("zhao", "赵敏", [Role.HEAD, Role.REVIEWER]),
    ("wu", "吴岚", [Role.ANALYST]),
    ("admin", "周工", [Role.ADMINISTRATOR]),
)
PASSWORD = "try the desk"
ACCOUNTS = {account: roles for account, _, roles in _PEOPLE}
"""The accounts of the made-up office, each with its roles and this password."""
_WINDOWS = {
    "education": ("教育服务大厅2楼6窗", "023-0000 0006"),
    "housing": ("政务大厅2楼5窗", "023-0000 0005"),
    "human_resources": ("政务大厅1楼3窗", "023-0000 0003"),
    "civil_affairs": ("街道便民大厅1窗", "023-0000 0001"),
}

Family = tuple[str, dict[str, Any], tuple[tuple[str, dict[str, Any]], ...], tuple[str, ...]]
# A village, facts of the household, members each with facts, topics: by the short names of the facts.
_FAMILIES: tuple[Family, ...] = (
    (
        "春晖社区",
        {"area": "urban", "dibao": True, "other_low_income": False, "registered_poor": False},
        (
            ("王秀英", {"birth_date": "1981-07-30", "relation": "head", "student_stage": "none", "disabled": False}),
            (
                "刘洋",
                {"birth_date": "2010-05-06", "relation": "child", "student_stage": "senior_high", "disabled": False},
            ),
        ),
        ("work",),
    ),
    (
        "黄桷村",
        {"area": "rural", "dibao": False, "other_low_income": False, "registered_poor": False},
        (("陈大爷", {"birth_date": "1949-03-18", "relation": "head", "destitute_support": "dispersed"}),),
        ("house",),
    ),
    (
        "春晖社区",
        {"area": "urban", "dibao": False, "other_low_income": True},
        (
            ("张国强", {"birth_date": "1974-10-02", "relation": "head", "employed": True}),
            ("何丽", {"birth_date": "1976-01-15", "relation": "spouse", "employed": False}),
            ("张小雨", {"birth_date": "2006-09-09", "relation": "child", "student_stage": "higher"}),
        ),
        ("illness", "cost", "school"),
    ),
    (
        "石坝村",
        {"area": "rural", "dibao": False},
        (
            ("周妈", {"birth_date": "1958-12-01", "relation": "head"}),
            ("周小军", {"birth_date": "2017-04-22", "relation": "grandchild", "student_stage": "compulsory"}),
        ),
        ("disaster",),
    ),
)


def make_up() -> None:
    """Make the office up, unless the folder has people already."""
    if Person.objects.exists():
        return
    with transaction.atomic():
        people = {account: Person.objects.add(account, name, PASSWORD, roles) for account, name, roles in _PEOPLE}
        OfficeSettings.objects.create(
            title_zh="春晖路街道（演示）", title_en="Chunhui Road Subdistrict (made up)", short="春晖路救助",
            phone="023-0000 0000", retention_years=5, is_made_up=True,
        )  # fmt: skip
        agencies = current_pack().model.agencies
        for agency, (place, phone) in _WINDOWS.items():
            if agency in agencies:
                Window.objects.create(agency=agency, place=place, phone=phone)
        for family in _FAMILIES:
            _add_family(family, people["li"])


def _add_family(family: Family, person: Person) -> None:
    village, facts, members, topics = family
    household = Household.objects.create(
        number=next_number(), village=village, begun_by=person, begun_at=timezone.now()
    )
    note(Act.BEGAN, person.id, household.id)
    said = {(f"household.{name}", ""): Saying(Told.VALUE, value) for name, value in facts.items()}
    said |= {(EVERYBODY, ""): Saying(Told.VALUE, True), (VILLAGE, ""): Saying(Told.VALUE, village)}
    for place, (name, own) in enumerate(members, start=1):
        member = Member.objects.create(household=household, name=name, place=place)
        said[NAME, member.id] = Saying(Told.VALUE, name)
        said |= {(f"member.{fact}", member.id): Saying(Told.VALUE, value) for fact, value in own.items()}
    said |= topics_said(topics, [topic.id for topic in current_pack().model.topics if topic.is_offered])
    done = save(household, Sent(said), person, "户口簿")
    keep_left(Matter(household))
    assert not done.refused, (today(), done.refused)
