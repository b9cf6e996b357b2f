"""What has no conclusion yet is said wherever an answer is: on the questions, the answer, the review and the file."""

from __future__ import annotations

import re
from typing import Any

from desk.conftest import Desk
from desk.test_answers import fields
from desk.test_fields import shown
from desk.test_review import approve, send


def all_asked(desk: Desk, number: str = "0001") -> Any:
    """A household of which all questions for benefits were answered: what nobody here knows is to be checked."""
    household, li = desk.household(number), desk.browser("li")
    where = f"/h/{household.id}/questions"
    for _ in range(20):
        page = li.get(where)
        if 'name="group"' not in page.content.decode():
            return household
        sent = fields(page)
        sent |= {f"rest{one}": ["to_check"] for one in sent["group"]}
        cells = [cell.partition("=")[0] for one in sent["group"] for cell in sent[f"cell{one}"]]
        sent |= {f"v:{name}": ["to_check"] for name in cells if "@" not in name}
        li.post(where, sent)
    raise AssertionError("there is no end of questions")


def test_what_still_waits_for_somebody_is_not_called_settled(desk: Desk) -> None:
    household = all_asked(desk)
    page = desk.browser("li").get(f"/h/{household.id}/questions").content.decode()
    assert "待遇都已有结论" not in page
    assert "项还没有结论，要等部门或机关：" in page
    assert "13.1 城镇低保家庭住房救助" in page.partition("项还没有结论")[2].partition("</p>")[0]


def test_what_has_no_conclusion_stands_on_the_answer_the_review_and_the_copy_for_the_file(desk: Desk) -> None:
    household, li = all_asked(desk), desk.browser("li")
    for where in ("answer", "review", "papers/file"):
        page = li.get(f"/h/{household.id}/{where}").content.decode()
        assert "还没有结论，要等弄清（" in page, where
        assert "13.1 城镇分散供养特困人员住房救助（全家2人）" in page, where
    li.post(f"/h/{household.id}/review", {"act": "send"})
    page = desk.browser("zhao").get(f"/h/{household.id}/review").content.decode()
    assert "还没有结论，要等弄清（" in page
    assert 'id="of_office"' in page


def test_the_copy_for_the_file_names_whoever_is_to_find_out_as_people_call_them(desk: Desk) -> None:
    household, li = all_asked(desk), desk.browser("li")
    approve(desk, send(desk))
    page = shown(li.get(f"/h/{household.id}/papers/file"))
    left_open = page.partition("待查（")[2].partition("程序，由机构办")[0]
    assert "住房城乡建设部门" in left_open
    assert "人力社保部门" in left_open
    assert not re.search(r"housing|human_resources", left_open)
