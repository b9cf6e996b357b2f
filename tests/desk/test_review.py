"""Review by a second person, what is locked and kept, and what paper says before and after."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import clausewise
from desk.conftest import Desk
from desk.test_answers import fields
from desk.test_fields import shown


def send(desk: Desk, number: str = "0001") -> Any:
    household = desk.household(number)
    desk.browser("li").post(f"/h/{household.id}/review", {"act": "send"})
    household.refresh_from_db()
    return household


def approve(desk: Desk, household: Any, account: str = "zhao") -> Any:
    return desk.decide(account, household, "approve", "同意")


def test_what_is_approved_is_locked_and_kept_as_a_receipt_without_a_name(desk: Desk) -> None:
    household = send(desk)
    approve(desk, household)
    assert household.state == "approved"
    (decision,) = household.decisions.all()
    assert (decision.state, decision.was_reviewed, decision.remark) == ("approved", True, "同意")
    path = desk.folder.receipts / f"{decision.receipt}.json"
    text = path.read_text("utf-8")
    assert "education.senior_high" in text
    assert "王秀英" not in text
    assert "赵敏" not in text
    assert clausewise.verify(desk.folder.receipts) == {}
    assert len(list((desk.folder.receipts / "packs").glob("*.zip"))) == 1
    assert clausewise.replay(desk.folder.receipts).receipts[0].outcome == "same"


def test_whoever_entered_an_answer_of_a_household_never_approves_it(desk: Desk) -> None:
    household = desk.household("0001")
    where = f"/h/{household.id}/topics"
    desk.browser("chen").post(where, {"topic": ["work", "house"]})
    send(desk)
    page = desk.browser("chen").get(f"/h/{household.id}/review").content.decode()
    assert "不能自己复核" in page
    assert 'value="approve"' not in page
    approve(desk, household, "chen")
    assert household.state == "sent"
    approve(desk, household, "zhao")
    assert household.state == "approved"


def test_whoever_changed_who_the_members_are_never_approves_it_and_the_log_has_it_without_names(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    household, chen = desk.household("0003"), desk.browser("chen")
    first, _, third = household.members.all()
    where = f"/h/{household.id}/members"
    post = fields(chen.get(where))
    chen.post(where, {**post, f"name:{first.id}": "张强", f"gone:{third.id}": "1", "new1": "老张"})
    added = household.members.get(name="老张")
    entries = LogEntry.objects.filter(act__startswith="member_", household=household.id)
    assert [(one.act, one.about) for one in entries] == [
        ("member_added", added.id),
        ("member_removed", third.id),
        ("member_renamed", first.id),
    ]
    send(desk, "0003")
    approve(desk, household, "chen")
    assert household.state == "sent"
    assert "不能自己复核" in chen.get(f"/h/{household.id}/review").content.decode()


def test_whoever_sent_a_household_never_approves_it(desk: Desk) -> None:
    household, chen = desk.household("0001"), desk.browser("chen")
    chen.post(f"/h/{household.id}/review", {"act": "send"})
    approve(desk, household, "chen")
    assert household.state == "sent"
    approve(desk, household, "zhao")
    assert household.state == "approved"


def decision_on(page: Any) -> str:
    """For which decision a page of review was drawn."""
    found = re.search(r'name="decision" value="([^"]*)"', page.content.decode())
    assert found is not None
    return found[1]


def test_a_receipt_that_cannot_be_written_is_said_and_nothing_is_approved(desk: Desk) -> None:
    household = send(desk)
    desk.folder.receipts.mkdir()
    (desk.folder.receipts / "packs").write_text("in the way of the folder")
    page = approve(desk, household)
    assert "不能写：" in shown(page)
    assert "规则换了版本" not in shown(page)
    assert household.state == "sent"


def test_a_decision_that_is_not_made_after_all_leaves_no_receipt(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from clausewise.desk import deciding

    def full() -> str:
        raise OSError(28, "No space left on device")

    household = send(desk)
    monkeypatch.setattr(deciding, "write_down_head", full)
    with pytest.raises(OSError, match="No space left"):
        approve(desk, household)
    household.refresh_from_db()
    assert household.state == "sent"
    assert list(desk.folder.receipts.glob("*.json")) == []


def test_a_page_of_review_decides_only_what_it_was_drawn_for(desk: Desk) -> None:
    household, zhao = send(desk), desk.browser("zhao")
    where = f"/h/{household.id}/review"
    stale = {"decision": decision_on(zhao.get(where))}
    desk.decide("li", household, "reopen")
    assert household.state == "open"
    send(desk)
    for sent in ({"act": "approve", **stale}, {"act": "return", **stale}, {"act": "approve"}):
        assert "请再看一遍" in zhao.post(where, sent, follow=True).content.decode()
    household.refresh_from_db()
    assert household.state == "sent"
    zhao.post(where, {"act": "approve", "decision": decision_on(zhao.get(where))})
    household.refresh_from_db()
    assert household.state == "approved"


def test_what_was_to_be_taken_back_and_was_approved_meanwhile_stays_approved(desk: Desk) -> None:
    household, li = send(desk), desk.browser("li")
    where = f"/h/{household.id}/review"
    stale = {"act": "reopen", "decision": decision_on(li.get(where))}
    approve(desk, household)
    assert "请再看一遍" in li.post(where, stale, follow=True).content.decode()
    household.refresh_from_db()
    assert household.state == "approved"


def test_what_is_open_is_not_opened_again(desk: Desk) -> None:
    from clausewise.desk.models import LogEntry

    household = send(desk)
    approve(desk, household)
    for _ in range(2):
        page = desk.decide("li", household, "reopen").content.decode()
    assert "请再看一遍" in page
    assert LogEntry.objects.filter(act="reopened").count() == 1


def test_what_is_sent_back_says_why_and_can_be_worked_on(desk: Desk) -> None:
    household = send(desk)
    desk.decide("zhao", household, "return", "请核对户口簿")
    household.refresh_from_db()
    assert household.state == "returned"
    li = desk.browser("li")
    assert "请核对户口簿" in li.get(f"/h/{household.id}/review").content.decode()
    assert li.post(f"/h/{household.id}/topics", {"topic": ["house"]}).status_code == 302
    assert household.answers.get(fact="topic.house", state="current").value == "ticked"


def test_paper_says_draft_until_it_is_approved_and_then_who_reviewed_it(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    draft = li.get(f"/h/{household.id}/papers/notice").content.decode()
    assert "未复核 草稿" in draft
    assert "〔2026〕" not in draft
    approve(desk, send(desk))
    notice = li.get(f"/h/{household.id}/papers/notice").content.decode()
    assert "未复核" not in notice
    assert "春晖路救助〔2026〕0001号" in notice
    assert "复核人：<b>赵敏</b>" in re.sub(r"\s*\n\s*", "", notice)
    assert "本单已经第二人复核（本机关：必须复核）" in notice
    assert "023-0000 0000" in notice
    assert "《社会救助法》第七十六条" in notice


def test_a_notice_asks_nothing_about_fraud_or_the_offices_own_errors(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    for kind in ("notice", "transfer-education"):
        paper = li.get(f"/h/{household.id}/papers/{kind}").content.decode()
        assert "弄虚作假" not in paper
        assert "失误" not in paper


def test_each_department_gets_a_form_with_what_is_its_own(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    form = li.get(f"/h/{household.id}/papers/transfer-education").content.decode()
    assert "教育服务大厅2楼6窗" in form
    assert re.search(r"<p>按20\d\d年\d+月\d+日的情况对照《", form)
    assert "刘洋" in form
    assert "10.1「对低保、特困家庭学生……在普通高中阶段实施学费、国家助学金资助」" in form
    assert li.get(f"/h/{household.id}/papers/transfer-housing").status_code == 404


BURNT_OUT = b"""case: burnt-out
pack: chongqing-2020
household: {area: rural, house_damage: rebuild, house_damage_cause: other}
members: []
"""


def test_every_department_that_sees_to_a_benefit_gets_a_form_which_says_what_it_hangs_on(desk: Desk) -> None:
    given = {"part": "statement", "fact": "office.reads.damage_not_natural", "value": "any_disaster",
             "since": "2026-01-01", "by": "会议纪要"}  # fmt: skip
    desk.browser("zhao").post("/office", given)
    li = desk.browser("li")
    where = li.post("/import", {"file": SimpleUploadedFile("case.yaml", BURNT_OUT)}).url.removesuffix("members")
    for agency, other in (("emergency", "住房城乡建设部门"), ("housing", "应急管理部门")):
        form = shown(li.get(f"{where}papers/transfer-{agency}"))
        assert f"同办：{other}" in form
        assert "未写明：「" in form
        assert "本机关读作“" in form
    assert "第19.2条按本机关的读法。" in shown(li.get(f"{where}papers/notice"))


def test_what_is_only_encouraged_is_no_claim_on_a_form_either(desk: Desk) -> None:
    household, li = desk.household("0001"), desk.browser("li")
    forms = re.findall(r"papers/(transfer-\w+)", li.get(f"/h/{household.id}/papers").content.decode())
    assert any("不是应得（鼓励「" in shown(li.get(f"/h/{household.id}/papers/{one}")) for one in forms)


def test_the_copy_for_the_file_has_every_answer_with_who_and_when_and_the_head_of_the_log(desk: Desk) -> None:
    household = send(desk)
    approve(desk, household)
    (decision,) = household.decisions.all()
    copy = desk.browser("li").get(f"/h/{household.id}/papers/file").content.decode()
    assert decision.receipt in copy
    assert "户口簿" in copy
    assert re.search(r"日志到 \d+:[0-9a-f]{16}", copy)


def test_the_copy_for_the_file_has_a_line_for_each_fact_and_names_who_entered_it_once(desk: Desk) -> None:
    household, li, chen = desk.household("0001"), desk.browser("li"), desk.browser("chen")
    where = f"/h/{household.id}/answers/household.dibao_list"
    theirs, mine = fields(li.get(where)), fields(chen.get(where))
    li.post(where, theirs | {"v:household.dibao_list": ["urban"]})
    chen.post(where, mine | {"v:household.dibao_list": ["rural"]})
    copy = shown(li.get(f"/h/{household.id}/papers/file"))
    assert " 姓名 王秀英、刘洋〔1〕 " in copy
    assert " 残疾人 王秀英、刘洋：否〔1〕 " in copy
    assert " 与户主的关系 王秀英：户主〔1〕；刘洋：子女〔1〕 " in copy
    assert re.search(r"低保类别 城市低保〔\d〕；农村低保（留存，未生效）〔\d〕", copy)
    assert re.search(r"〔1〕李芳 20\d\d-\d\d-\d\d \d\d:\d\d 户口簿", copy)
    assert re.search(r"〔\d〕陈明 20\d\d-\d\d-\d\d \d\d:\d\d", copy)


@pytest.mark.parametrize(
    ("review", "buttons"),
    [("always", ["send"]), ("sometimes", ["send", "finish"]), ("never", ["finish"])],
)
def test_the_office_says_whether_a_second_person_has_to_review(desk: Desk, review: str, buttons: list[str]) -> None:
    from clausewise.desk.models import OfficeSettings

    OfficeSettings.objects.update(review=review)
    household, li = desk.household("0001"), desk.browser("li")
    page = li.get(f"/h/{household.id}/review").content.decode()
    assert [one for one in ("send", "finish") if f'value="{one}"' in page] == buttons
    li.post(f"/h/{household.id}/review", {"act": "finish"})
    household.refresh_from_db()
    assert household.state == ("open" if review == "always" else "approved")
    if review != "always":
        notice = li.get(f"/h/{household.id}/papers/notice").content.decode()
        assert "本单未经第二人复核" in notice


def test_a_decision_made_anew_follows_the_one_before_and_is_compared_with_it(desk: Desk) -> None:
    household = send(desk)
    approve(desk, household)
    li = desk.browser("li")
    desk.decide("li", household, "reopen")
    _, son = household.members.all()
    where = f"/h/{household.id}/answers/member.student_stage"
    cell = {"group": "1", "cell1": f"member.student_stage@{son.id}=x", f"v:member.student_stage@{son.id}": "none"}
    li.post(where, cell)
    page = li.get(f"/h/{household.id}/review").content.decode()
    assert "−10.1 普通高中阶段资助 · 刘洋" in page
    approve(desk, send(desk))
    first, second = household.decisions.order_by("sent_at")
    kept = json.loads((desk.folder.receipts / f"{second.receipt}.json").read_text("utf-8"))
    assert kept["decision"]["follows"] == first.receipt
    assert second.notice_number == "春晖路救助〔2026〕0001-2号"


IN_WORK = b"""case: in-work
pack: chongqing-2020
household: {area: urban, dibao: true, dibao_reduction_month: 420, work_subsidy_months_paid: 2}
everybody: true
members:
  - {id: m1, relation: head, employed: true, registered_unemployed: true, work_subsidy_months_paid: 2,
     work_subsidy_months_before: 0}
"""


def test_another_amount_than_was_decided_before_is_no_lack_of_difference(desk: Desk) -> None:
    from clausewise.desk.models import Household

    li = desk.browser("li")
    sent = li.post("/import", {"file": SimpleUploadedFile("case.yaml", IN_WORK)})
    where = sent.url.removesuffix("members")
    li.post(f"{where}review", {"act": "send"})
    (household,) = Household.objects.filter(pk=re.findall(r"/h/([^/]+)/", where)[0])
    approve(desk, household)
    assert household.state == "approved"
    desk.decide("li", household, "reopen")
    assert "没有差别" in shown(li.get(f"{where}review"))
    change = f"{where}answers/household.dibao_reduction_month"
    li.post(change, fields(li.get(change)) | {"v:household.dibao_reduction_month": ["300"]})
    page = shown(li.get(f"{where}review"))
    was, now = ("低保就业补贴：420.00 元、最多 10 个月；全家一份", "低保就业补贴：300.00 元、最多 10 个月；全家一份")
    assert f"≠15.2 低保就业补贴 · m1：{was} → {now}" in page
    assert "没有差别" not in page


def test_an_approved_paper_stays_as_it_was_when_the_office_moves_its_windows(desk: Desk) -> None:
    household = send(desk)
    approve(desk, household)
    from clausewise.desk.models import Window

    Window.objects.filter(agency="education").update(place="搬走了")
    notice = desk.browser("li").get(f"/h/{household.id}/papers/notice").content.decode()
    assert "教育服务大厅2楼6窗" in notice
    assert "搬走了" not in notice


def test_what_is_approved_is_compared_with_the_decision_before_it_and_the_first_says_that_there_is_none(
    desk: Desk,
) -> None:
    household, li = send(desk), desk.browser("li")
    where = f"/h/{household.id}/review"
    assert "与上次相比 以前没有批准过" in shown(li.get(where))
    approve(desk, household)
    assert "与上次相比 以前没有批准过" in shown(li.get(where))
    desk.decide("li", household, "reopen")
    _, son = household.members.all()
    change = f"/h/{household.id}/answers/member.student_stage"
    li.post(change, fields(li.get(change)) | {f"v:member.student_stage@{son.id}": ["none"]})
    send(desk)
    assert "与上次（2026-11-28）相比 −10.1 普通高中阶段资助 · 刘洋" in shown(li.get(where))
    approve(desk, household)
    assert "与上次（2026-11-28）相比 −10.1 普通高中阶段资助 · 刘洋" in shown(li.get(where))


def test_a_member_whose_name_is_corrected_has_the_new_one_on_drafts_and_an_approved_decision_the_old_one(
    desk: Desk,
) -> None:
    from clausewise.desk.deciding import kept_answer
    from clausewise.desk.models import LogEntry

    household, li = send(desk), desk.browser("li")
    approve(desk, household)
    desk.decide("li", household, "reopen")
    mother = household.members.first()
    where = f"/h/{household.id}/members"
    li.post(where, fields(li.get(where)) | {f"name:{mother.id}": ["王秀兰"]})
    for kind in ("notice", "file"):
        draft = shown(li.get(f"/h/{household.id}/papers/{kind}"))
        assert "王秀兰" in draft
        assert "未复核 草稿" in draft
    assert kept_answer(household.decisions.get()).names[mother.id] == "王秀英"
    renamed = LogEntry.objects.get(act="member_renamed")
    assert (renamed.about, renamed.household) == (mother.id, household.id)
    written = [str(row) for row in LogEntry.objects.values_list()]
    assert not [row for row in written if "王秀" in row]


def test_an_approved_paper_calls_people_of_the_office_as_when_it_was_approved(desk: Desk) -> None:
    from clausewise.desk.models import Person

    household = send(desk)
    approve(desk, household)
    Person.objects.filter(username="zhao").update(name="赵明")
    Person.objects.filter(username="li").update(name="黎芳")
    li = desk.browser("li")
    for kind in ("notice", "file", "transfer-education"):
        paper = shown(li.get(f"/h/{household.id}/papers/{kind}"))
        assert "李芳" in paper, kind
        assert "黎芳" not in paper, kind
        assert "赵明" not in paper, kind
    assert "黎芳" in shown(li.get(f"/h/{desk.household('0002').id}/papers/file"))
