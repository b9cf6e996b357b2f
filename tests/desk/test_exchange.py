"""A household out as a case file and in again; removed whole; the office's settings; the document's pages."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from desk.conftest import Desk


def said(household: Any) -> list[tuple[Any, ...]]:
    """What is known of a household, without ids."""
    names = {one.id: one.name for one in household.members.all()}
    rows = household.answers.filter(state="current").exclude(told="withdrawn").exclude(fact="village")
    return sorted(
        (
            one.fact,
            names.get(one.member, ""),
            one.told,
            str(one.value),
        )
        for one in rows
    )


def test_a_household_exported_and_imported_is_the_same_household(desk: Desk) -> None:
    from clausewise.desk.models import Household

    household, li = desk.household("0003"), desk.browser("li")
    first = household.members.first()
    for given in ("unknown", "to_check"):
        cell = {"group": "1", "cell1": f"member.disabled@{first.id}=", f"v:member.disabled@{first.id}": given}
        li.post(f"/h/{household.id}/answers/member.disabled", cell)
    file = li.get(f"/h/{household.id}/case")
    assert "张国强" not in file["Content-Disposition"]
    text = b"".join(file) if file.streaming else file.content
    assert "张国强".encode() in text
    li.post("/import", {"file": SimpleUploadedFile("case.yaml", text)})
    again = Household.objects.order_by("number").last()
    assert again is not None
    assert again.pk != household.pk
    assert [one.name for one in again.members.all()] == ["张国强", "何丽", "张小雨"]
    assert said(again) == said(household)
    assert {one.id for one in again.members.all()}.isdisjoint(one.id for one in household.members.all())


def test_whoever_imports_a_case_file_has_entered_its_answers_whatever_it_says(desk: Desk) -> None:
    from django.utils import timezone

    from clausewise.desk.models import Household

    li, chen, before = desk.browser("li"), desk.browser("chen"), timezone.now()
    text = li.get(f"/h/{desk.household('0003').id}/case").content.decode()
    assert "李芳" in text
    chen.post("/import", {"file": SimpleUploadedFile("case.yaml", text.encode())})
    household = Household.objects.order_by("number").last()
    assert household is not None
    assert {one.by.name for one in household.answers.all()} == {"陈明"}
    assert all(one.at >= before for one in household.answers.all())
    claimed = household.answers.get(fact="household.area").source
    assert claimed.startswith("户口簿 （个案文件称 20")
    assert "李芳" not in claimed
    chen.post(f"/h/{household.id}/review", {"act": "send"})
    desk.decide("chen", household, "approve")
    household.refresh_from_db()
    assert household.state == "sent"


def test_a_case_file_that_is_wrong_is_refused_with_line_and_column(desk: Desk) -> None:
    li = desk.browser("li")
    wrong = b"case: x\npack: chongqing-2020\nhousehold:\n  dibo: true\n"
    page = li.post("/import", {"file": SimpleUploadedFile("case.yaml", wrong)}, follow=True).content.decode()
    assert "4:3" in page
    assert "dibao" in page


def test_of_many_things_that_are_wrong_with_a_case_file_it_is_said_how_many_more_there_are(desk: Desk) -> None:
    wrong = "case: x\npack: chongqing-2020\nhousehold:\n" + "".join(f"  none{number}: true\n" for number in range(11))
    sent = {"file": SimpleUploadedFile("case.yaml", wrong.encode())}
    page = desk.browser("li").post("/import", sent, follow=True).content.decode()
    assert "13:3" in page
    assert "14:3" not in page
    assert "另有 1 处要改。" in page


def test_members_of_the_same_or_of_an_odd_name_are_told_apart_in_a_case_file(desk: Desk) -> None:
    from clausewise.desk.models import Household, Member

    household, li = desk.household("0003"), desk.browser("li")
    for member, name in zip(household.members.all(), ("x_3", "x", "x"), strict=True):
        Member.objects.filter(pk=member.pk).update(name=name)
    for extra in ("1", "１", "²", "ª", "·"):
        place = household.members.count() + 1
        Member.objects.create(household=household, name=extra, place=place)
    file = li.get(f"/h/{household.id}/case")
    assert file.status_code == 200
    li.post("/import", {"file": SimpleUploadedFile("case.yaml", file.content)})
    again = Household.objects.order_by("number").last()
    assert again is not None
    assert again.members.count() == household.members.count()


def test_a_household_that_is_removed_leaves_the_receipts_digest_and_the_log(desk: Desk) -> None:
    from clausewise.desk.models import Answer, Household, LogEntry, Member

    household = desk.household("0001")
    desk.browser("li").post(f"/h/{household.id}/review", {"act": "send"})
    desk.decide("zhao", household, "approve")
    (decision,) = household.decisions.all()
    zhao, where = desk.browser("zhao"), f"/h/{household.id}/remove"
    zhao.post(where, {"number": "not this"})
    assert Household.objects.filter(pk=household.pk).exists()
    zhao.post(where, {"number": household.number})
    assert not Household.objects.filter(pk=household.pk).exists()
    assert not Member.objects.filter(name="王秀英").exists()
    assert not Answer.objects.filter(household_id=household.pk).exists()
    receipt = (desk.folder.receipts / f"{decision.receipt}.json").read_text("utf-8")
    assert "birth_date" not in receipt
    assert "education.senior_high" in receipt
    assert LogEntry.objects.filter(household=household.pk, act="approved", about=decision.receipt).exists()
    kept = b"".join(path.read_bytes() for path in desk.folder.root.rglob("*") if path.is_file())
    assert "王秀英".encode() not in kept


def test_the_office_says_which_reading_holds_since_when_and_by_whose_decision(desk: Desk) -> None:
    zhao = desk.browser("zhao")
    given = {"part": "statement", "fact": "office.reads.urban_dibao", "value": "urban_list", "since": "2026-03-01"}
    assert "谁的决定" in zhao.post("/office", given, follow=True).content.decode()
    page = zhao.post("/office", {**given, "by": "区民政〔2026〕8号"}, follow=True).content.decode()
    assert "看低保类别（自 2026-03-01，区民政〔2026〕8号）" in page
    later = {**given, "value": "lives_in_town", "since": "2026-06-01", "by": "区民政〔2026〕20号"}
    page = zhao.post("/office", later, follow=True).content.decode()
    assert "看住在哪里（自 2026-06-01，区民政〔2026〕20号）" in page
    assert "登记过 2 次" in page


def test_what_the_office_says_stands_in_the_answer(desk: Desk) -> None:
    from clausewise.desk.offices import office_now

    given = {"part": "statement", "fact": "office.dibao_approval_delegated", "value": "true", "since": "2026-03-01",
             "by": "区府办"}  # fmt: skip
    desk.browser("zhao").post("/office", given)
    import datetime

    held = office_now().on("office.dibao_approval_delegated", datetime.date(2026, 11, 28))
    assert held is not None
    assert (held.value, held.by) == (True, "区府办")


def test_the_document_is_searched_in_both_languages(desk: Desk) -> None:
    wu = desk.browser("wu")
    for words in ("公益性岗位", "public-welfare posts"):
        page = wu.post("/policy", {"search": words}).content.decode()
        assert 'href="/policy/16"' in page or 'href="/policy/15"' in page
        assert 'href="/policy/13"' not in page


def test_a_clause_has_the_page_s_line_breaks_with_the_words_of_a_rule_lit(desk: Desk) -> None:
    page = desk.browser("wu").get("/policy/13?rule=housing.urban_dibao").content.decode()
    assert "对<mark>符合住房保障条件的城镇低保家庭</mark>、\n分散供养的特困人员、年满18周岁孤\n儿，" in page
    assert "看低保类别" in page


def test_a_clause_without_text_says_so(desk: Desk) -> None:
    assert "本条文字不在本页，没有核对" in desk.browser("wu").get("/policy/3").content.decode()


def test_that_a_heading_is_not_on_the_page_is_said_in_chinese_on_a_chinese_page(desk: Desk) -> None:
    page = desk.browser("wu").get("/policy").content.decode()

    assert "第8条之上的节标题不在本页" in page
    assert "is not on the page" not in page


def test_the_number_of_a_household_that_was_removed_is_given_to_no_other(desk: Desk) -> None:
    from clausewise.desk.models import Household

    last = Household.objects.order_by("number").last()
    assert last is not None
    desk.browser("zhao").post(f"/h/{last.pk}/remove", {"number": last.number})
    desk.browser("li").post("/households", {})
    again = Household.objects.order_by("number").last()
    assert again is not None
    assert int(again.number[-4:]) == int(last.number[-4:]) + 1
