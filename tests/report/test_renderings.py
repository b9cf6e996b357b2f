"""Our rendering of a sentence keeps the parts whose Chinese is relied on, and never says something else."""

from __future__ import annotations

import pytest

from clausewise.report.renderings import rendering_of

TEXT = "对低保家庭学生，在学前教育阶段资助；在义务教育阶段免费；在高中阶段给助学金。"
RENDERED = "[ours: For students on dibao, aid in preschool; no fees in compulsory education; a grant in senior high.]"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["对低保家庭学生", "在高中阶段给助学金"], "[ours: For students on dibao, … a grant in senior high.]"),
        (["在学前教育阶段资助"], "[ours: For students on dibao, aid in preschool.]"),
        (["在义务教育阶段免费"], "[ours: For students on dibao, … no fees in compulsory education.]"),
        ([TEXT], RENDERED),
        ([], RENDERED),
    ],
)
def test_of_a_rendering_the_parts_stay_whose_words_are_relied_on(words: list[str], said: str) -> None:
    spans = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in words]
    assert rendering_of(TEXT, spans, RENDERED) == said


def test_a_rendering_that_does_not_go_part_by_part_stays_whole() -> None:
    assert rendering_of("给助学金；免费。", [(0, 4)], "[ours: A grant and no fees.]") == "[ours: A grant and no fees.]"
