"""The findings of a case that people call by a name that an answer prints: a rule, a provision, a clause, a title."""

from __future__ import annotations

from clausewise.engine.findings import Finding, Result
from clausewise.errors import Diagnostic, RequestError, did_you_mean
from clausewise.language.naming import rules_called, without_member


def findings_called(result: Result, name: str) -> tuple[Finding, ...]:
    """The findings of a rule, provision, clause or title, of one member where one is named: `rule@son`.

    Raises: RequestError naming what is near.
    """
    pack, case = result.pack, result.case
    whole = rules_called(pack, name)
    rule, member = (name, "") if whole else without_member(name)
    called = {one.id for one in whole or rules_called(pack, rule)}
    if not called:
        mend = did_you_mean(rule, pack.rules_by_id) or "clausewise rules lists the rules"
        raise RequestError(Diagnostic(f"there is no rule {rule}", None, mend))
    found = tuple(finding for finding in result.findings if finding.rule.id in called)
    if not member:
        if not found:
            raise RequestError(Diagnostic(f"{rule} is about members, and the case says that there are none", None))
        return found
    if all(finding.subject is None for finding in found) and found:
        raise RequestError(Diagnostic(f"{rule} is about the household", None, f"write {rule}"))
    of_member = tuple(finding for finding in found if finding.subject == member)
    if not of_member:
        ids = [one.id for one in case.members]
        near = did_you_mean(member, ids) or (f"there are: {', '.join(ids)}" if ids else None)
        raise RequestError(Diagnostic(f"the case has no member {member}", None, near))
    return of_member
