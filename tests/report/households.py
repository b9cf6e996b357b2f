"""Households for the tests of reports, checked once each against the pack of this repository.

Written here in full, so that a test of a report does not change with the cases of the pack.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from clausewise.case import read_case_bytes
from clausewise.engine import Engine, Result
from clausewise.packs import find_pack, open_pack
from engine.one_rule import household, plan_of
from specification.written import case_of, pack_of, rule

ROOT = Path(__file__).parent.parent.parent

WORKING_MOTHER = """
case: working-mother
title: {zh: 城镇低保家庭，母亲刚就业，儿子读高中, en: "Urban dibao family, mother back at work"}
as_of: 2020-12-07
household:
  {area: urban, dibao: true, dibao_list: urban, meets_housing_criteria: true, dibao_reduction_month: 560,
   work_subsidy_months_paid: 5, disaster_affected: false, disaster_in_year_of_winter: none}
everybody: true
members:
  - {id: mother, birth_date: 1978-05-02, registered_unemployed: true, employed: true, work_subsidy_months_paid: 5}
  - {id: son, birth_date: 2004-03-01, student_stage: senior_high, employed: false}
"""

NOBODY_EMPLOYED = """
case: nobody-employed
as_of: 2020-12-07
household: {area: urban, dibao: true, zero_employment_found_on: 2020-11-06}
everybody: true
members:
  - {id: 王父, working_age: true, fit_for_work: true, employed: false}
  - {id: 王母, working_age: true, fit_for_work: false, employed: false}
"""

MEMBERS_NOT_KNOWN = """
case: members-not-known
as_of: 2020-12-07
household: {area: rural, meets_renovation_policy: true, registered_poor: false, dibao: false}
"""

NOBODY_IN_IT = """
case: nobody-in-it
as_of: 2020-12-07
household: {area: rural, dibao: false, other_low_income: false, registered_poor: false}
members: []
"""

# The day of birth of neither is known: every day of June makes eighteen, not every day of December.
KNOWN_TO_THE_MONTH = """
case: known-to-the-month
as_of: 2020-12-07
household: {area: urban}
everybody: true
members:
  - {id: sister, birth_date: 2002-06, orphan: true, meets_housing_criteria: true}
  - {id: brother, birth_date: 2002-12, orphan: true, meets_housing_criteria: true}
"""

FILED = """
case: filed
as_of: 2020-12-07
household: {area: urban, dibao: true, dibao_list: urban, meets_housing_criteria: true}
application: {filed: true, desk: township, registered_here: true}
everybody: true
members:
  - {id: mother, birth_date: 1978-05-02, student_stage: none, employed: false}
  - {id: son, student_stage: senior_high}
"""

# What a case calls itself comes from people: nothing of it may be read as Markdown, HTML or a terminal's markup.
ODD_TITLE = """
case: odd-title
title: "<script>alert(1)</script> *stars* [red]not red[/red]"
note: "- a line\\n# a heading"
as_of: 2020-12-07
members: []
"""

_HOUSEHOLDS = {
    text.split("case: ")[1].split("\n")[0]: text
    for text in (
        WORKING_MOTHER,
        NOBODY_EMPLOYED,
        MEMBERS_NOT_KNOWN,
        NOBODY_IN_IT,
        FILED,
        KNOWN_TO_THE_MONTH,
        ODD_TITLE,
    )
}


@cache
def engine(root: Path = ROOT) -> Engine:
    """The engine of this repository's pack, or of that of another root."""
    return Engine(open_pack(str(find_pack(start=root).rules)))


def check(case_id: str, root: Path = ROOT) -> Result:
    """The result of one of the households, checked anew."""
    text = _HOUSEHOLDS[case_id]
    return engine(root).check(read_case_bytes(text.encode(), f"{case_id}.yaml", engine(root).pack))


def amount_not_known() -> Result:
    """A poor household under one rule, whose aid for 7 months is as much as its income, which is still to be asked."""
    aid = {"form": "cash", "zh": "甲", "en": "A", "text": "乙", "amount": "household.income", "months": "7"}
    plan = plan_of({"the.rule": rule("the.rule", "household", {"if": "household.poor"}, aid=[aid])})
    of_plan = Engine(pack_of(plan))
    result = of_plan.check(case_of(of_plan.pack, household(poor=True)))
    of_plan.close()
    return result
