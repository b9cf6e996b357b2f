"""Households for the tests of reports, checked once each against the pack of this repository.

Written here in full, so that a test of a report does not change with the cases of the pack.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from clausewise.case import read_case_bytes
from clausewise.engine import Engine, Result
from clausewise.packs import find_pack, open_pack

ROOT = Path(__file__).parent.parent.parent

WORKING_MOTHER = """
case: working-mother
title: {zh: 城镇低保家庭，母亲刚就业，儿子读高中, en: "Urban dibao family, mother back at work"}
as_of: 2020-12-07
household:
  {area: urban, dibao: true, dibao_list: urban, meets_housing_criteria: true, dibao_reduction_month: 560,
   disaster_affected: false}
everybody: true
members:
  - {id: mother, birth_date: 1978-05-02, registered_unemployed: true, employed: true, work_subsidy_months_paid: 5}
  - {id: son, birth_date: 2004-03-01, student_stage: senior_high, employed: false}
"""

# The amount of the subsidy is still to be asked.
AMOUNT_NOT_KNOWN = WORKING_MOTHER.replace(" dibao_reduction_month: 560,", "").replace("working-mother", "no-amount")

NOBODY_EMPLOYED = """
case: nobody-employed
as_of: 2020-12-07
household: {area: urban, zero_employment_found_on: 2020-11-06}
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
household: {area: rural, dibao: false, other_low_income: false}
members: []
"""

# The day of birth of neither is known: every day of June makes eighteen, not every day of December.
KNOWN_TO_THE_MONTH = """
case: known-to-the-month
as_of: 2020-12-07
household: {area: urban, meets_housing_criteria: true}
everybody: true
members:
  - {id: sister, birth_date: 2002-06, orphan: true}
  - {id: brother, birth_date: 2002-12, orphan: true}
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
        AMOUNT_NOT_KNOWN,
        NOBODY_EMPLOYED,
        MEMBERS_NOT_KNOWN,
        NOBODY_IN_IT,
        FILED,
        KNOWN_TO_THE_MONTH,
        ODD_TITLE,
    )
}


@cache
def engine() -> Engine:
    """The engine of this repository's pack."""
    return Engine(open_pack(str(find_pack(start=ROOT).rules)))


def check(case_id: str) -> Result:
    """The result of one of the households, checked anew."""
    text = _HOUSEHOLDS[case_id]
    return engine().check(read_case_bytes(text.encode(), f"{case_id}.yaml", engine().pack))
