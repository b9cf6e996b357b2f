"""Aids in words: what each comes out at, what is a ceiling, and what is one for the household.

Says only what was found; it grants nothing and knows no format.
"""

from __future__ import annotations

from clausewise.engine.findings import Finding, Grant, Result
from clausewise.engine.once import granted_once
from clausewise.language.rules import Ceiling
from clausewise.report.wording import Wording


class GrantWriter:
    """Puts the aids of one result into words."""

    def __init__(self, result: Result, wording: Wording) -> None:
        self._wording = wording
        self._once = granted_once(result)

    def aid(self, finding: Finding, grant: Grant) -> str:
        """An aid and what it comes out at; one for the household stands with the first member who gives rise to it."""
        wording, aid = self._wording, grant.aid
        label = wording.pick(aid.label) + ("" if aid.modality is None else f" {wording.firmness(aid.modality)}")
        remarks = self._computed(grant)
        if aid.per_household:
            shared = self._shared(finding, grant)
            if self.is_anothers(finding, grant):
                others = wording.named(wording.word("through"), wording.subject(shared[0][0].subject))
                return wording.named(label, wording.aside(wording.word("per_household"), others))
            figures = [wording.listed(self._figures(one)) for _, one in shared]
            if len(set(figures)) > 1:
                of_each = zip(shared, figures, strict=True)
                remarks = [wording.named(wording.subject(one.subject), said) for (one, _), said in of_each]
            whose = wording.listed(wording.subject(one.subject) for one, _ in shared)
            through = wording.named(wording.word("through"), whose) if whose else ""
            remarks.append(wording.aside(wording.word("per_household"), through))
        return wording.named(label, wording.in_turn(remarks)) if remarks else label

    def is_anothers(self, finding: Finding, grant: Grant) -> bool:
        """Whether an aid is one for the household that stands with another member."""
        shared = self._shared(finding, grant) if grant.aid.per_household else ()
        return bool(shared) and shared[0][0] is not finding

    def _shared(self, finding: Finding, grant: Grant) -> tuple[tuple[Finding, Grant], ...]:
        """The findings of several members that give rise to one aid for the household; none where there is one only."""
        for once in self._once:
            if any(one is finding and other is grant for one, other in once.grants):
                return once.grants
        return ()

    def _figures(self, grant: Grant) -> list[str]:
        wording, figures = self._wording, []
        if grant.aid.amount is not None:
            amount = wording.word("amount_open") if grant.amount is None else wording.money(grant.amount)
            figures.append(wording.ceiling(amount) if Ceiling.AMOUNT in grant.aid.at_most else amount)
        if grant.aid.months is not None:
            months = wording.word("months_open") if grant.months is None else wording.months(grant.months)
            figures.append(wording.ceiling(months) if Ceiling.MONTHS in grant.aid.at_most else months)
        return figures

    def _computed(self, grant: Grant) -> list[str]:
        """The figures of an aid, and what they wait for."""
        wording, figures = self._wording, self._figures(grant)
        remarks = [wording.listed(figures)] if figures else []
        if grant.missing:
            remarks.append(wording.named(wording.word("missing"), wording.listed(map(wording.missing, grant.missing))))
        return remarks

    def nothing(self, grant: Grant) -> str:
        """An aid that is none, with what it comes out at."""
        wording = self._wording
        if grant.amount == 0:
            due = "nothing_due" if grant.aid.months is None else "nothing_due_this_month"
            return wording.named(wording.pick(grant.aid.label), wording.word(due))
        amount = "" if grant.amount is None else wording.money(grant.amount)
        found = wording.word("below_zero").format(value=amount)
        return wording.named(wording.pick(grant.aid.label), found)
