"""Words that take the firmness out of a sentence: which govern what is encoded as a `shall`."""

from __future__ import annotations

import pytest

from clausewise.language.firmness import softened, softened_without_reason, softening_word
from clausewise.packs import open_pack


@pytest.mark.parametrize(
    ("before", "words", "softening"),
    [
        ("", "鼓励", "鼓励"),
        ("鼓励有条件的地区将补贴", "延伸", "鼓励"),
        ("探索由急难发生地", "实施", "探索"),
        ("对没有争议的家庭，", "可不再", "可"),
        ("有条件的地方", "下放", "有条件的地方"),
        ("完善制度，逐步", "建立", "逐步"),
        ("", "推动", "推动"),
    ],
)
def test_a_softening_word_governs_what_follows_it_in_its_sentence(before: str, words: str, softening: str) -> None:
    assert softening_word(before, words) == softening


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("", "完善"),
        ("对急难型，可先行救助；对支出型，", "按照程序办理"),
        ("鼓励捐赠。", "建立"),
        ("民政部门可查询信息，有关部门", "应当予以配合"),
        ("经许可，不可拖延，按可支配收入", "给予"),
        ("切实", "保障可持续"),
    ],
)
def test_other_words_are_as_firm_as_they_are(before: str, words: str) -> None:
    assert softening_word(before, words) is None


def test_in_the_37_measures_three_stand_under_such_words_with_a_reason_each() -> None:
    pack = open_pack("chongqing-2020")
    assert [one.id for one in softened(pack)] == [
        "urgent.advance/补充说明",
        "mechanism.township_approval/加强",
        "mechanism.supervise_townships/加强",
    ]
    assert softened_without_reason(pack) == ()
