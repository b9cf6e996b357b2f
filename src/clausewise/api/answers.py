"""What a check answers: the findings of one household, in the order in which an answer tells them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from clausewise.api.frames import Backend, frame_of
from clausewise.api.reported import WIDTH, Reported, printed
from clausewise.engine import findings
from clausewise.engine.findings import Missing, Result
from clausewise.language.conditions import Words
from clausewise.language.labels import Label, Language
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.recording.answers import TermsWanted, record_answer
from clausewise.recording.proofs import Proofs
from clausewise.recording.values import yuan
from clausewise.records import answer as records
from clausewise.records.beside import Notice
from clausewise.report import ReportOptions
from clausewise.report.answer.proofs import words_relied_on
from clausewise.report.answer.standing import Waits, waits_for

if TYPE_CHECKING:
    from clausewise.api.packs import Pack
    from clausewise.api.receipts import Receipt
    from clausewise.case import Case

_COLUMNS = ("rule", "subject", "kind", "verdict", "waits", "provision", "title_zh", "title_en", "amount", "months")
ProofsWanted = Literal["none", "decisive", "full"]


class Finding:
    """One rule on one subject of a case, with the words it rests on."""

    def __init__(self, result: Result, found: findings.Finding) -> None:
        self._result, self._found = result, found

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self._found.rule.id

    @property
    def subject(self) -> str | None:
        """The member's id, `?` for some member who is not listed; None for the household."""
        return self._found.subject

    @property
    def name(self) -> str:
        """`rule`, or `rule@member`."""
        return self._found.name

    @property
    def verdict(self) -> Verdict:
        """`applies`, `does_not_apply` or `undetermined`."""
        return self._found.verdict

    @property
    def waits(self) -> Waits | None:
        """What an undetermined finding waits for, above all; None for any other."""
        undetermined = self.verdict is Verdict.UNDETERMINED
        return waits_for(self._result, self._found) if undetermined else None

    @property
    def title(self) -> Label:
        """What the rule gives, in both languages."""
        return self._found.rule.title

    @property
    def is_benefit(self) -> bool:
        """Whether it gives something to a household, and does not say how its matter is handled."""
        return self._found.rule.kind is RuleKind.BENEFIT

    @property
    def is_claim(self) -> bool:
        """Whether a household can claim it: not what is only encouraged, tried out or built up."""
        return self._found.rule.modality.kind.is_claim

    @property
    def provision(self) -> str:
        """The provision that the rule encodes, such as `13.1`."""
        return self._found.rule.provision

    @property
    def sentence(self) -> str:
        """The whole sentence of that provision, as the document has it."""
        return self._result.pack.document.provision(self.provision).text

    @property
    def words(self) -> tuple[Words, ...]:
        """The words of the document that the finding rests on; each is a text when it is put into one."""
        return words_relied_on(self._found)

    @property
    def agencies(self) -> tuple[Label, ...]:
        """Who is responsible."""
        return tuple(self._result.pack.agencies[one].label for one in self._found.rule.agency)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that could still change the verdict: `fact` and `member` of each."""
        return self._found.missing

    @cached_property
    def record(self) -> records.Finding:
        """The finding as data, with its whole proof."""
        (one,) = (
            one
            for one in record_answer(self._result, only=(self.name,), proofs=Proofs.FULL).findings
            if one.name == self.name
        )
        return one

    def __repr__(self) -> str:
        return f"<Finding {self.name}: {self.verdict}>"


class Answer(Reported):
    """Everything found for one household on one day; it never changes."""

    def __init__(self, result: Result, pack: Pack) -> None:
        self._result, self._pack = result, pack

    @property
    def model(self) -> Result:
        """What was found as the rest of Clausewise has it."""
        return self._result

    @property
    def case(self) -> Case:
        """The household that was checked."""
        return self._result.case

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of the members that it lists."""
        return tuple(member.id for member in self.case.members)

    # ------------------------------------------------------------ findings

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All, in the order of the provisions, then of the members."""
        return tuple(Finding(self._result, one) for one in self._result.findings)

    @property
    def benefits(self) -> tuple[Finding, ...]:
        """What the household gets."""
        return tuple(one for one in self._applying() if one.is_benefit)

    @property
    def procedure(self) -> tuple[Finding, ...]:
        """How its matter is to be handled."""
        return tuple(one for one in self._applying() if not one.is_benefit)

    @property
    def open(self) -> tuple[Finding, ...]:
        """What something is still to be asked or decided for."""
        return tuple(one for one in self._undetermined() if one.waits is not Waits.NOT_LOOKED_INTO)

    @property
    def not_looked_into(self) -> tuple[Finding, ...]:
        """What nobody raised: it is undetermined, and refused to nobody."""
        return tuple(one for one in self._undetermined() if one.waits is Waits.NOT_LOOKED_INTO)

    @property
    def refused(self) -> tuple[Finding, ...]:
        """What does not apply."""
        return tuple(one for one in self.findings if one.verdict is Verdict.DOES_NOT_APPLY)

    def _applying(self) -> Iterator[Finding]:
        return (one for one in self.findings if one.verdict is Verdict.APPLIES)

    def _undetermined(self) -> Iterator[Finding]:
        return (one for one in self.findings if one.verdict is Verdict.UNDETERMINED)

    def __getitem__(self, name: str) -> Finding:
        """The finding of that name, `rule` or `rule@member`. Raises: KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Finding]:
        return {one.name: one for one in self.findings}

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What whoever reads it should know beside it."""
        return self.record.notices

    def missing(self) -> tuple[Missing, ...]:
        """The facts to ask for what is looked into, each once, those that most findings wait for first."""
        waiting: dict[Missing, int] = {}
        for finding in self.open:
            for one in finding.missing:
                waiting[one] = waiting.get(one, 0) + 1
        return tuple(sorted(waiting, key=lambda one: -waiting[one]))

    # ------------------------------------------------------------ as data, and for people

    @cached_property
    def record(self) -> records.Answer:
        """The answer as `clausewise check --format json` writes it: without proofs, with the words it points to."""
        return self.to_record()

    def to_record(self, *, proofs: ProofsWanted = "none", terms: Literal["none", "used"] = "used") -> records.Answer:
        """The same with as much of each proof, and with or without the words, as `--proofs` and `--terms` say."""
        return record_answer(self._result, proofs=Proofs(proofs), terms=TermsWanted(terms))

    def to_text(self, lang: Language = "en", width: int = WIDTH) -> str:
        """As `clausewise check` prints it, in `zh` or `en`, so many columns wide."""
        from clausewise.report.answer.text import print_results

        return printed(lambda console: print_results(console, [self._result], ReportOptions(language=lang)), width)

    def to_markdown(self, lang: Language = "en") -> str:
        """As a note in Markdown, with each provision quoted whole."""
        from clausewise.report.answer.markdown import render_markdown

        return render_markdown([self._result], ReportOptions(language=lang))

    def to_html(self, lang: Language = "en") -> str:
        """As a page that needs nothing beside itself."""
        from clausewise.report.answer.html import render_html

        return render_html([self._result], ReportOptions(language=lang))

    def to_notice(self, lang: Language = "zh") -> str:
        """As the page that is printed and handed to the family."""
        from clausewise.report.answer.notice import render_notice

        return render_notice([self._result], ReportOptions(language=lang))

    def to_frame(self, backend: Backend = "polars") -> Any:
        """The findings as a frame of Polars, pandas or PyArrow, a row each. Raises: RequestError where it is missing.

        Columns: rule, subject, kind, verdict, waits, provision, title_zh, title_en, amount (yuan as text), months.
        """
        return frame_of(list(map(self._row, self.findings)), _COLUMNS, backend)

    def _row(self, finding: Finding) -> dict[str, Any]:
        found = self._result.by_name[finding.name]
        amounts = [grant.amount for grant in found.aid if grant.amount is not None]
        months = [grant.months for grant in found.aid if grant.months is not None]
        return {
            "rule": finding.rule,
            "subject": finding.subject,
            "kind": found.rule.kind.value,
            "verdict": finding.verdict.value,
            "waits": None if finding.waits is None else finding.waits.value,
            "provision": finding.provision,
            "title_zh": finding.title.zh,
            "title_en": finding.title.en,
            "amount": yuan(amounts[0]) if amounts else None,
            "months": months[0] if months else None,
        }

    def receipt(
        self, *, by: str | None = None, at: datetime.datetime | None = None, follows: Receipt | str | None = None
    ) -> Receipt:
        """What was decided, by what, and on which facts, without a name: to be kept, signed, and made again.

        `follows` is the receipt that this one takes the place of, or its id. Raises: EngineDisagreement where the
        second judge reads the rules otherwise.
        """
        from clausewise.api.receipts import Receipt
        from clausewise.receipts.making import make_receipt

        earlier = follows if follows is None or isinstance(follows, str) else follows.id
        return Receipt(make_receipt(self._result, self._pack.plain, by=by, at=at, follows=earlier), self._pack)

    def _repr_html_(self) -> str:
        """How a notebook shows it: its page, in a frame of its own."""
        from html import escape

        return f'<iframe style="width:100%;height:32em;border:0" srcdoc="{escape(self.to_html())}"></iframe>'

    def __repr__(self) -> str:
        found = ", ".join(one.name for one in self.benefits) or "none"
        return f"<Answer on {self.case.id}, {self.case.as_of}: benefits {found}; open {len(self.open)}>"
