"""Who acts or answers where a sentence does not say so, and what the question on an error put right asks."""

from __future__ import annotations

from clausewise.packs import open_pack

PACK = open_pack("chongqing-2020")


def test_to_press_for_open_information_is_for_whoever_supervises_charities() -> None:
    actors = {duty.id: duty.actors for duty in PACK.duties}
    assert actors["social_forces.open_information"] == ("civil_affairs",)
    assert actors["social_forces.open_information"] == actors["social_forces.supervise_charities"]


def test_whether_what_is_applied_for_is_basic_living_assistance_no_family_is_asked() -> None:
    assert PACK.facts["application.for_basic_living"].known_by == "civil_affairs"


def test_an_error_put_right_only_after_long_was_not_put_right_in_time() -> None:
    ask = PACK.facts["application.error_corrected_in_time"].ask
    assert ask is not None
    assert "拖延很久才纠正的，答不能" in ask.zh
    assert "no, if that was put off for long" in ask.en
