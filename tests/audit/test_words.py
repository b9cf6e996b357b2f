"""Which words of a provision are held, connective, accepted or a gap: on our document, and on a small one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewise.audit.model import Part, ProvisionCoverage, Run, TextCoverage, WordsKind
from clausewise.audit.words import cover_words
from clausewise.document.model import Clause, Provision, Span
from clausewise.errors import Place
from clausewise.language.conditions import Words, walk
from clausewise.language.connectives import Connective
from clausewise.language.labels import Label
from clausewise.language.model import Pack, PackFolders
from clausewise.language.pack import load_pack
from clausewise.language.rules import Duty, Modality, ModalityKind, OpenProvision
from clausewise.packs import open_pack
from small_pack import PACK_ID, alter, write, write_small_pack

HELD, CONNECTIVE, ACCEPTED, GAP = WordsKind.HELD, WordsKind.CONNECTIVE, WordsKind.ACCEPTED, WordsKind.GAP

CONNECTIVES = """\
- {words: 。, zh: 标点, en: punctuation}
- {words: [对, 的], zh: 虚词, en: a particle}
"""


@pytest.fixture(scope="module")
def ours() -> Pack:
    return _ours()


@cache
def _ours() -> Pack:
    return open_pack("chongqing-2020")


@pytest.fixture(scope="module")
def coverage(ours: Pack) -> TextCoverage:
    return cover_words(ours)


@pytest.fixture
def folders(tmp_path: Path) -> PackFolders:
    write_small_pack(tmp_path)
    write(tmp_path / "rules" / PACK_ID / "connectives.yaml", CONNECTIVES)
    return PackFolders(PACK_ID, *(tmp_path / part / PACK_ID for part in ("policy", "rules", "cases")))


def covered(found: TextCoverage, provision: str) -> ProvisionCoverage:
    return next(one for one in found.provisions if one.id == provision)


def cut(provision: ProvisionCoverage) -> list[tuple[str, WordsKind]]:
    return [(run.text, run.kind) for run in provision.runs]


def cut_of(folders: PackFolders, provision: str) -> list[tuple[str, WordsKind]]:
    return cut(covered(cover_words(load_pack(folders)), provision))


def run_of(provision: ProvisionCoverage, text: str) -> Run:
    return next(run for run in provision.runs if run.text == text)


# ---------------------------------------------------------------- our document


def test_every_character_of_21_2_is_held_or_joins_what_is(coverage: TextCoverage) -> None:
    provision = covered(coverage, "21.2")
    assert cut(provision) == [
        ("对", CONNECTIVE),
        ("急难型临时救助", HELD),
        ("，", CONNECTIVE),
        ("可实行", HELD),
        ("“", CONNECTIVE),
        ("小金额", HELD),
        ("先行救助", HELD),
        ("”，", CONNECTIVE),
        ("事后", HELD),
        ("补充说明", HELD),
        ("情况", HELD),
        ("；", CONNECTIVE),
        ("对", CONNECTIVE),
        ("支出型临时救助", HELD),
        ("，", CONNECTIVE),
        ("按照审核审批程序办理", HELD),
        ("。", CONNECTIVE),
    ]
    assert (provision.runs[5].begin, provision.runs[5].end) == (13, 16)
    assert [(one.id, one.part) for one in run_of(provision, "小金额").holders] == [
        ("urgent.advance", Part.CONDITION),
        ("urgent.advance", Part.AID),
        ("small_advance", Part.CONDITION),
        ("urgent.advance", Part.OPEN),
    ]
    (modality,) = run_of(provision, "可实行").holders
    assert (modality.part, modality.label) == (Part.MODALITY, Label("可以", "may"))


def test_a_provision_tells_what_encodes_it_how_firmly_and_what_it_leaves_open(coverage: TextCoverage) -> None:
    provision = covered(coverage, "21.2")
    assert provision.rules == ("urgent.advance", "urgent.ordinary_approval")
    assert provision.duties == ()
    assert provision.modality == (ModalityKind.SHALL, ModalityKind.MAY)
    assert [(one.text, one.owner) for one in provision.open] == [
        ("小金额", "urgent.advance"),
        ("事后补充说明情况", "urgent.advance"),
    ]
    assert str(provision.page) == "policy/chongqing-2020/source.txt:414:17"


def test_words_that_are_only_left_open_are_accepted_with_that_reason(coverage: TextCoverage) -> None:
    run = run_of(covered(coverage, "37.3"), "按照“三个区分开来”要求")
    assert run.kind is ACCEPTED
    assert run.reason == Label(
        "“三个区分开来”的内容不在本文件中。", "What the “three distinctions” are is not in the document."
    )


def test_agencies_and_registers_hold_the_words_they_quote(coverage: TextCoverage) -> None:
    (city,) = run_of(covered(coverage, "31.1"), "市").holders
    assert (city.id, city.part) == ("municipality", Part.AGENCY)
    assert Part.REGISTER in {one.part for one in run_of(covered(coverage, "32.5"), "纳税记录").holders}


def test_the_or_of_20_1_is_held_by_the_alternative_it_makes(coverage: TextCoverage) -> None:
    (alternative,) = run_of(covered(coverage, "20.1"), "或").holders
    written = "any [household.uncovered_by_other_schemes, household.difficulty_after_assistance]"
    assert (alternative.id, alternative.label.zh) == ("urgent.transitional_security", written)


def test_our_document_has_no_gap(coverage: TextCoverage) -> None:
    assert {one.id: [gap.text for gap in one.gaps] for one in coverage.provisions if one.gaps} == {}
    assert all(one.is_encoded for one in coverage.provisions)
    assert len(coverage.provisions) == 77


def test_runs_join_up_to_the_text_of_every_provision(ours: Pack, coverage: TextCoverage) -> None:
    sentences = {one.id: one.text for clause in ours.document.clauses for one in clause.provisions}
    assert {one.id: "".join(run.text for run in one.runs) for one in coverage.provisions} == sentences
    for one in coverage.provisions:
        assert sum(one.characters(kind) for kind in WordsKind) == len(one.text)


def test_clauses_1_to_7_are_missing_and_it_is_said_why(ours: Pack, coverage: TextCoverage) -> None:
    assert list(coverage.missing) == [1, 2, 3, 4, 5, 6, 7]
    assert set(coverage.missing.values()) == {ours.missing[0].note}
    assert "上接1版" in coverage.missing[7].zh


def test_every_duty_stands_with_its_actors_and_the_others_with_nobody(ours: Pack, coverage: TextCoverage) -> None:
    by_actor = coverage.duties_by_actor
    assert by_actor["finance"] == (
        "social_forces.budget_for_purchase",
        "safeguards.funding",
        "safeguards.budgets",
        "safeguards.supervise_funds",
    )
    assert "other_aid.rehabilitation_policy" in by_actor[""]
    assert list(by_actor)[-1] == ""
    assert {duty for duties in by_actor.values() for duty in duties} == {duty.id for duty in ours.duties}


def test_no_connective_of_ours_is_what_an_entry_quotes_as_its_meaning(ours: Pack) -> None:
    quoted = {piece for rule in ours.rules for piece in rule.modality.words.pieces}
    quoted |= {piece for duty in ours.duties for piece in duty.modality.words.pieces}
    quoted |= {piece for duty in ours.duties for piece in duty.words.pieces}
    quoted |= {
        piece for rule in ours.rules for one in walk(rule.when) if one.words is not None for piece in one.words.pieces
    }
    quoted |= {piece for agency in ours.agencies.values() for piece in agency.words.pieces}
    assert {"可", "及时", "一"} & {one.word for one in ours.connectives} == set()
    assert quoted & {one.word for one in ours.connectives} == set()


def test_each_connective_of_ours_is_needed(ours: Pack, coverage: TextCoverage) -> None:
    left = "".join(run.text for one in coverage.provisions for run in one.runs if run.kind is CONNECTIVE)
    assert [one.word for one in ours.connectives if one.word not in left] == []


# ---------------------------------------------------------------- a small document


def test_what_nothing_encodes_is_a_gap(folders: PackFolders) -> None:
    assert cut_of(folders, "1.2") == [
        ("对", CONNECTIVE),
        ("城镇家庭", HELD),
        ("可", HELD),
        ("发放", GAP),
        ("交通卡", HELD),
        ("。", CONNECTIVE),
    ]


def test_a_connective_inside_other_words_belongs_to_the_gap(folders: PackFolders) -> None:
    assert cut_of(folders, "1.1") == [
        ("给予", HELD),
        ("低保家庭", HELD),
        ("中", GAP),
        ("年满80周岁", HELD),
        ("的老人", GAP),
        ("高龄补贴", HELD),
        ("。", CONNECTIVE),
    ]


def test_an_open_entry_accepts_its_words_and_gives_the_reason(folders: PackFolders) -> None:
    rules = folders.rules / "02-open.yaml"
    write(rules, '- {open: "1.1", text: 老人, note: {zh: 只说年龄。, en: It only says age.}}\n')
    provision = covered(cover_words(load_pack(folders)), "1.1")
    assert cut(provision)[4:6] == [("的", CONNECTIVE), ("老人", ACCEPTED)]
    accepted = run_of(provision, "老人")
    assert accepted.reason == Label("只说年龄。", "It only says age.")
    assert [(one.id, one.part) for one in accepted.holders] == [("1.1", Part.OPEN)]
    (opened,) = provision.open
    assert (opened.text, opened.owner, opened.place) == ("老人", None, Place(str(rules), 1, 4))


def test_words_left_open_that_a_condition_holds_are_held(folders: PackFolders) -> None:
    write(folders.rules / "02-open.yaml", '- {open: "1.1", text: 低保家庭中, note: {zh: 未界定。, en: Undefined.}}\n')
    assert cut_of(folders, "1.1")[1:3] == [("低保家庭", HELD), ("中", ACCEPTED)]


def test_pieces_are_placed_in_order_when_words_stand_twice(folders: PackFolders) -> None:
    rules, document = folders.rules / "01-age.yaml", folders.policy / "document.yaml"
    alter(document, "民政部门应当建立台账。", "民政部门应当建立台账，建立名册。")
    assert cut_of(folders, "2.1")[2:] == [("建立", HELD), ("台账", HELD), ("，建立名册", GAP), ("。", CONNECTIVE)]
    alter(rules, "text: 建立台账", "text: [台账, 建立]")
    assert cut_of(folders, "2.1") == [
        ("民政部门", HELD),
        ("应当", HELD),
        ("建立", GAP),
        ("台账", HELD),
        ("，", GAP),
        ("建立", HELD),
        ("名册", GAP),
        ("。", CONNECTIVE),
    ]


def test_a_run_ends_where_its_holders_change(folders: PackFolders) -> None:
    provision = covered(cover_words(load_pack(folders)), "2.1")
    assert [(one.id, one.part) for one in run_of(provision, "建立").holders] == [("age.ledger", Part.DUTY)]
    assert [(one.id, one.part) for one in run_of(provision, "台账").holders] == [
        ("age.ledger", Part.DUTY),
        ("household_registration", Part.REGISTER),
    ]


def test_words_quoted_from_another_provision_hold_them_there(folders: PackFolders) -> None:
    alter(folders.rules / "01-age.yaml", "dibao, text: 低保家庭}", 'dibao, text: 家庭, from: "1.2"}')
    found = cover_words(load_pack(folders))
    assert ("低保家庭中", GAP) in cut(covered(found, "1.1"))
    assert [one.id for one in run_of(covered(found, "1.2"), "家庭").holders] == ["age.subsidy", "age.travel_card"]


def test_without_a_list_of_connectives_every_word_left_over_is_a_gap(folders: PackFolders) -> None:
    (folders.rules / "connectives.yaml").unlink()
    assert cut_of(folders, "1.2")[0] == ("对", GAP)
    assert cut_of(folders, "1.2")[-1] == ("。", GAP)


def test_the_longest_connective_gives_way_where_it_leads_nowhere(folders: PackFolders) -> None:
    alter(folders.policy / "document.yaml", "对城镇家庭可发放交通卡。", "的对于城镇家庭可 的对 交通卡。的对")
    write(
        folders.rules / "connectives.yaml",
        "- {words: [的对, 的], zh: 甲, en: a}\n- {words: [对于, 。], zh: 乙, en: b}\n",
    )
    provision = covered(cover_words(load_pack(folders)), "1.2")
    assert [(run.text, run.kind, run.reason and run.reason.en) for run in provision.runs] == [
        ("的", CONNECTIVE, "a"),
        ("对于", CONNECTIVE, "b"),
        ("城镇家庭", HELD, None),
        ("可", HELD, None),
        (" ", CONNECTIVE, "white space"),
        ("的对", CONNECTIVE, "a"),
        (" ", CONNECTIVE, "white space"),
        ("交通卡", HELD, None),
        ("。", CONNECTIVE, "b"),
        ("的对", CONNECTIVE, "a"),
    ]


def test_a_clause_without_text_that_no_entry_tells_of_is_missing_with_the_words_of_the_page(ours: Pack) -> None:
    missing = cover_words(replace(ours, missing=())).missing
    assert missing == dict.fromkeys(range(1, 8), Label("原页写有“上接1版”。", "The page says “上接1版”."))


# ---------------------------------------------------------------- any document

PLACE, NOTE = Place("a.yaml", 1, 1), Label("甲", "a")
MARKS = tuple(Connective(word, Label(word, word), PLACE) for word in ("，", "的", "的和", "和对"))
SENTENCES = st.text("甲乙，的和对 ", min_size=1, max_size=24)


@st.composite
def quoted(draw: st.DrawFn, text: str) -> Words:
    """Pieces of a text, in order."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4, unique=True)))
    pieces = [text[begin:end] for begin, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return Words(tuple(pieces), "1.1")


@given(st.data())
def test_runs_join_up_to_any_text_and_leave_no_character_unaccounted_for(data: st.DataObject) -> None:
    text = data.draw(SENTENCES)
    duties = [
        Duty(f"a.b{n}", "1.1", NOTE, words, Modality(ModalityKind.SHALL, words), (), None, None, (), PLACE)
        for n, words in enumerate(data.draw(st.lists(quoted(text), max_size=3)))
    ]
    left_open = [OpenProvision("1.1", words, NOTE, PLACE) for words in data.draw(st.lists(quoted(text), max_size=2))]
    (provision,) = cover_words(pack_of(text, duties, left_open)).provisions

    assert "".join(run.text for run in provision.runs) == text
    assert [run.begin for run in provision.runs] == [0, *(run.end for run in provision.runs[:-1])]
    parts_that_hold = {HELD: {Part.DUTY, Part.MODALITY}, ACCEPTED: {Part.OPEN}, CONNECTIVE: set(), GAP: set()}
    for before, run in zip((None, *provision.runs), provision.runs, strict=False):
        assert run.text == text[run.begin : run.end]
        assert {one.part for one in run.holders} - {Part.OPEN} <= parts_that_hold[run.kind]
        assert bool(run.holders) == (run.kind in (HELD, ACCEPTED))
        assert (run.reason is None) == (run.kind in (HELD, GAP))
        assert run.kind is not CONNECTIVE or set(run.text) <= set("，的和对 ")
        assert run.kind is not GAP or (run.text.strip("， ") == run.text and run.text != "")
        assert before is None or (before.kind, before.holders, before.reason) != (run.kind, run.holders, run.reason)


def pack_of(text: str, duties: list[Duty], left_open: list[OpenProvision]) -> Pack:
    """A pack whose document is one sentence."""
    ours, span = _ours(), Span(1, 1, 1, 1)
    clause = Clause(1, None, None, (Provision("1.1", text, span),), span)
    return replace(
        ours, document=replace(ours.document, clauses=(clause,), missing=()), rules=(), duties=tuple(duties),
        missing=(), open=tuple(left_open), facts={}, agencies={}, registers={}, connectives=MARKS,
    )  # fmt: skip
