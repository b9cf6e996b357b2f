"""A contested point in an audit: three inputs that the cases must try, and mutants that read it in one way alone."""

from __future__ import annotations

from clausewise.audit.engine import Engines
from clausewise.audit.exercise import cover_cases
from clausewise.audit.mutating import mutants_of
from clausewise.case import read_case_bytes
from clausewise.engine import Engine
from clausewise.language.model import Pack
from specification.written import Plan, fact, pack_of, point, rule

BOTH = {
    "contested": "repair",
    "text": "给予",
    "strict": {"if": "household.poor"},
    "generous": {"any": [{"if": "household.poor"}, {"if": "household.housed"}]},
}


def made() -> Pack:
    facts = {name: fact("boolean") for name in ("household.poor", "household.housed")}
    points = {"repair": point("strict", "generous")}
    return pack_of(Plan(facts, {}, {"s.r": rule("s.r", "household", {"all": [BOTH]})}, contested=points))


def test_a_point_can_be_read_in_one_way_alone_and_its_readings_exchanged() -> None:
    mutants = {mutant.id.removeprefix("s.r/"): mutant for mutant in mutants_of(made(), "s.r") if mutant.in_verdicts}
    wanted = ["when.all.0/strict", "when.all.0/generous", "when.all.0.contested.2/0.generous"]
    assert [name for name in wanted if name in mutants] == wanted
    assert "when.all.0.contested.2/negate" not in mutants


def test_every_mutant_of_a_contested_point_is_a_pack_that_can_be_checked() -> None:
    pack = made()
    case = read_case_bytes(b"case: c\nas_of: 2020-12-07\nhousehold: {housed: true}\n", "c.yaml", pack)
    for mutant in mutants_of(pack, "s.r"):
        engine = Engine(mutant.make())
        assert len(engine.check(case).findings) == 1
        engine.close()


def test_the_readings_and_what_the_office_says_are_inputs_of_their_own() -> None:
    pack = made()
    engines = Engines()
    cases = [
        f"case: c{number}\nas_of: 2020-12-07\nhousehold: {{poor: {poor}, housed: true}}\n"
        f"office: {{reads: {{repair: [{{from: 2020-01-01, value: {reads}, by: 甲}}]}}}}\n"
        f"expect: {{{verdict}: [s.r]}}\n"
        for number, (poor, reads, verdict) in enumerate(
            [("false", "strict", "does_not_apply"), ("false", "generous", "applies"), ("true", "strict", "applies")]
        )
    ]
    observed = [engines.observe(pack, read_case_bytes(text.encode(), "c.yaml", pack)) for text in cases]
    (covered,) = cover_cases(pack, observed).rules
    assert [(one.path, one.source, one.decided is not None) for one in covered.conditions] == [
        ("when.all.0.contested.0", "household.poor", True),
        ("when.all.0.contested.1.any.0", "household.poor", False),
        ("when.all.0.contested.1.any.1", "household.housed", False),
        ("when.all.0.contested.2", 'office.reads.repair == "strict"', True),
    ]
