"""Households that an audit makes up, as case files: named for what they show, and expecting what they show.

A household is replayed by the engine before it is shown to anybody; one on which the two readers differ is a fault of
ours and never leaves the audit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from clausewise.case.model import Case, Expectations, Expected, RuleSubject
from clausewise.case.writing import write_case
from clausewise.errors import EngineDisagreement, Place
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.language.verdicts import Verdict

SUBJECT = "person-1"
"""The member a made-up household is about, where it is about one."""


class Replay(Protocol):
    """Checks a case against a pack, and gives the verdict of each finding by `rule` or `rule@member`."""

    def __call__(self, pack: Pack, case: Case) -> Mapping[str, Verdict]: ...


def finding_name(rule_id: str, subject: str | None) -> str:
    """A finding as cases name it."""
    return rule_id if subject is None else f"{rule_id}@{subject}"


def confirm(pack: Pack, case: Case, expected: Mapping[str, Verdict], replay: Replay) -> None:
    """Let the engine check a household that the solver made up. Raises: EngineDisagreement."""
    found = replay(pack, case)
    for name, verdict in expected.items():
        if found[name] is not verdict:
            household = write_case(case, pack)
            raise EngineDisagreement(
                f"{name}: the solver says {verdict}, the engine {found[name]}; nothing is answered\n{household}"
            )


def write_household(
    pack: Pack,
    case: Case,
    name: str,
    title: Label,
    expected: Mapping[str, Verdict],
    details: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """The text of a case file: the household under a name of its own, and the verdicts it shows.

    `details` has what else is expected of a finding, as `expect.details` of a case does.
    """
    by_verdict: dict[str, list[str]] = {}
    for finding, verdict in expected.items():
        by_verdict.setdefault(verdict, []).append(finding)
    expectations = tuple(
        Expected(RuleSubject(finding.partition("@")[0], finding.partition("@")[2] or None), verdict, None, Place(""))
        for finding, verdict in expected.items()
    )
    expect: dict[str, Any] = {verdict.value: by_verdict[verdict] for verdict in Verdict if verdict in by_verdict}
    if details:
        expect["details"] = details
    written = {"expect": expect}
    named = replace(case, id=case_id(name), title=title, expect=Expectations(expectations), data=written)
    return write_case(named, pack)


def case_id(name: str) -> str:
    """A name as a case can have it."""
    return re.sub(r"[^A-Za-z0-9\u4e00-\u9fff.-]+", "-", name).strip("-.")[:100]
