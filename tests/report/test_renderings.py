"""Beside what is quoted stands our rendering of it, or that of the whole sentence; never the half of one."""

from __future__ import annotations

from clausewise.language.model import English
from clausewise.report.renderings import rendering_of

TEXT = "[ours: For students on dibao, aid in preschool; no fees in compulsory education.]"
ENGLISH = English(quotations={"在义务教育阶段免费": "no fees in compulsory education"})


def test_words_that_are_quoted_have_a_rendering_of_their_own() -> None:
    assert rendering_of("在义务教育阶段免费", TEXT, ENGLISH) == "[ours: no fees in compulsory education]"


def test_where_the_words_have_none_the_sentence_is_rendered_whole() -> None:
    assert rendering_of("在学前教育阶段资助", TEXT, ENGLISH) == TEXT


def test_in_chinese_there_is_no_rendering() -> None:
    assert rendering_of("在义务教育阶段免费", "", ENGLISH) == ""
