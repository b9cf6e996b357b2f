"""What a pack accepts of an audit: only what was found and calls for attention, and no entry more than is needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audit.sample import sample_audit
from clausewise.audit.accepting import accept_answers, unused_entries
from clausewise.audit.model import Audit, NotRun, Weight
from clausewise.errors import Place
from clausewise.language.assurances import Accepted, AcceptedKind
from clausewise.language.labels import Label

WHY = Label("文件的意思正是如此", "this is what the text means")


def entry(kind: AcceptedKind, name: str) -> Accepted:
    return Accepted(kind, name, WHY, Place("rules/old-age/accepted.yaml", 1, 3))


def accepting(root: Path, *entries: Accepted) -> Audit:
    """The audit made by hand, of a pack that accepts this."""
    audit = sample_audit(root)
    pack = replace(audit.pack, accepted=entries)
    assert not isinstance(audit.answers, NotRun)
    return replace(audit, pack=pack, answers=accept_answers(pack, audit.answers))


def weights(audit: Audit) -> dict[str, Weight]:
    assert not isinstance(audit.answers, NotRun)
    return {one.id: one.weight for one in audit.answers}


def test_an_answer_that_calls_for_attention_is_accepted_with_the_reason_given(tmp_path: Path) -> None:
    name = "same_aid/age.subsidy/age.travel_card"
    audit = accepting(tmp_path, entry("answer", name))
    assert not isinstance(audit.answers, NotRun)
    (answer,) = (one for one in audit.answers if one.id == name)
    assert (answer.weight, answer.why) == (Weight.ACCEPTED, WHY)
    others = {key: weight for key, weight in weights(audit).items() if key != name}
    assert others == {key: weight for key, weight in weights(sample_audit(tmp_path)).items() if key != name}


def test_an_answer_that_is_fine_stays_so_and_its_entry_is_not_needed(tmp_path: Path) -> None:
    fine = entry("answer", "dead_rule/age.subsidy")
    audit = accepting(tmp_path, fine)
    assert weights(audit)["dead_rule/age.subsidy"] is Weight.FINE
    assert unused_entries(audit.pack, audit.mutants, audit.answers) == (fine,)


def test_entries_that_name_nothing_or_a_mutant_that_cases_notice_are_not_needed(tmp_path: Path) -> None:
    needed = entry("mutant", "age.subsidy/modality/may")
    noticed = entry("mutant", "age.subsidy/when.all.1/shift+1")
    nothing = entry("answer", "implied/age.subsidy/age.nothing")
    audit = accepting(tmp_path, needed, noticed, nothing)
    assert unused_entries(audit.pack, audit.mutants, audit.answers) == (noticed, nothing)


def test_of_parts_that_were_not_run_nothing_is_said(tmp_path: Path) -> None:
    audit = accepting(tmp_path, entry("mutant", "age.nothing/drop"), entry("answer", "dead_rule/age.nothing"))
    unasked = NotRun(Label("没有要求", "not asked for"))
    assert unused_entries(audit.pack, unasked, unasked) == ()


def test_a_number_that_has_its_constant_needs_no_entry(tmp_path: Path) -> None:
    needless = entry("number", "age.subsidy/80周岁")
    audit = accepting(tmp_path, needless)
    assert unused_entries(audit.pack, audit.mutants, audit.answers) == (needless,)
