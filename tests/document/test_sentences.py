"""Where a sentence ends, and where it does not."""

from __future__ import annotations

import pytest

from clausewise.document.numerals import read_numeral
from clausewise.document.sentences import sentence_ends, unclosed


def sentences(text: str) -> list[str]:
    ends = sentence_ends(text)
    return [text[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize(
    "text",
    [
        "给予救助；及时发放。",
        "实行“先救治。后收费”制度。",
        "街道（含乡镇。）负责办理。",
        "街道(含乡镇。）负责办理。",
        "落实《关于救助的意见。试行》要求。",
        "他说：“‘先行。救助’要落实。”并且检查。",
        "怎么办？！",
    ],
)
def test_this_is_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_a_sentence_ends_at_a_full_stop_a_question_and_an_exclamation() -> None:
    assert sentences("给予救助。为什么？因为困难！是的。") == ["给予救助。", "为什么？", "因为困难！", "是的。"]


def test_a_bracket_that_only_closes_is_an_enumeration_and_opens_nothing() -> None:
    assert sentences("1）登记。2）审核。") == ["1）登记。", "2）审核。"]


def test_what_has_no_end_is_no_sentence() -> None:
    assert sentences("给予救助。及时") == ["给予救助。"]


@pytest.mark.parametrize(
    ("text", "offset"), [("实行“先救治。", 2), ("（甲“乙。”", 0), ("“甲”（乙）。", None), ("甲）。", None)]
)
def test_a_bracket_that_stays_open_is_found(text: str, offset: int | None) -> None:
    assert unclosed(text) == offset


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("九", 9),
        ("十", 10),
        ("十二", 12),
        ("三十七", 37),
        ("一百零二", 102),
        ("一千二百六十", 1260),
        ("37", 37),
        ("３７", 37),
    ],
)
def test_a_numeral_is_read_as_its_number(text: str, number: int) -> None:
    assert read_numeral(text) == number


def test_what_is_no_numeral_is_refused() -> None:
    with pytest.raises(ValueError, match="救助 is no numeral"):
        read_numeral("救助")
