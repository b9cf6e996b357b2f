"""A case file gets what an interview was told, and every other byte of it stays."""

from __future__ import annotations

from dataclasses import replace

from clausewise.case.filling import fill_in
from clausewise.case.reading import read_case_bytes
from clausewise.packs import open_pack


def test_a_remark_with_a_separator_of_lines_in_it_stays_one_line() -> None:
    pack = open_pack("chongqing-2020")
    text = "case: a\n# one\u2028# two\nhousehold:\n  area: urban # three\x85\n  dibao:\nmembers: []\n"
    case = read_case_bytes(text.encode(), "a.yaml", pack)
    told = replace(case, values={**case.values, "household.dibao": True})
    assert fill_in(text.encode(), told, pack) == text.replace("dibao:", "dibao: true")
