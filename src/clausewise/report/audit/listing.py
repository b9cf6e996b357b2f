"""Everything an audit looked at, for a terminal: each word, each rule with its cases, each mutant, each answer.

The second half of the text report, for `--all`; what is wrong or weak stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausewise.audit.model import (
    Answer,
    Audit,
    CaseCoverage,
    ConditionCoverage,
    Fate,
    MutantReport,
    NotRun,
    Outcome,
    Pair,
    ProvisionCoverage,
    RuleCoverage,
    Run,
    Seen,
    TextCoverage,
    WordsKind,
)
from clausewise.audit.untried import NotTried, not_tried
from clausewise.language.kleene import FALSE, TRUE, UNKNOWN
from clausewise.language.labels import Label
from clausewise.language.verdicts import Verdict
from clausewise.report.audit.concerns import answered
from clausewise.report.audit.words import CHARACTERS, FATES, PARTS, WEIGHTS
from clausewise.report.kit.lines import Page
from clausewise.report.styled import Text
from clausewise.report.wording import Wording

_FATE_STYLES = {Fate.SURVIVED: "bold red", Fate.BOUNDED: "bold red", Fate.UNDECIDED: "yellow", Fate.KILLED: "green"}
_OUTCOME_STYLES = {Outcome.PROVED: "green", Outcome.BOUNDED: "yellow", Outcome.UNKNOWN: "yellow"}
_CODES = {TRUE: Label("真", "true"), UNKNOWN: Label("未知", "unknown"), FALSE: Label("假", "false")}


def list_everything(page: Page, wording: Wording, audit: Audit) -> None:
    """Write every provision, rule, mutant and answer on a page."""
    listing = _Listing(page, wording)
    listing.words(audit.words)
    if not isinstance(audit.cases, NotRun):
        listing.cases(audit.cases)
    if not isinstance(audit.mutants, NotRun):
        listing.mutants(audit.mutants)
        listing.not_tried(not_tried(audit.pack))
    if not isinstance(audit.answers, NotRun):
        listing.answers(audit.answers)


class _Listing:
    def __init__(self, page: Page, wording: Wording) -> None:
        self._page = page
        self._wording = wording

    def _say(self, label: Label) -> str:
        return self._wording.pick(label)

    def _heading(self, label: Label, number: int) -> None:
        self._page.blank()
        self._page.line("", Text(self._wording.aside(self._say(label), str(number)), "bold"))

    def _named(self, name: Label, text: str) -> str:
        return self._wording.named(self._say(name), text)

    # ------------------------------------------------------------ the words

    def words(self, words: TextCoverage) -> None:
        """Each sentence in its stretches, then what each agency must do, and which clauses have no text."""
        self._heading(Label("每一句的文字", "The words of each sentence"), len(words.provisions))
        for provision in words.provisions:
            self._provision(provision)
        self._heading(Label("各部门的职责", "Duties of each agency"), len(words.duties_by_actor))
        for actor, duties in words.duties_by_actor.items():
            nobody = Label("未写明主体", "nobody is named")
            name = self._wording.agency(actor) if actor else self._say(nobody)
            self._page.line("  ", self._wording.named(name, self._wording.listed(duties)))
        if words.missing:
            self._heading(Label("没有文字的条", "Clauses without text"), len(words.missing))
            for number, why in words.missing.items():
                self._page.line(f"  {number}  ", self._say(why))

    def _provision(self, provision: ProvisionCoverage) -> None:
        firmness = self._wording.listed(self._wording.word(kind) for kind in provision.modality)
        entries = self._wording.listed((*provision.rules, *provision.duties))
        remark = " · ".join(one for one in (firmness, entries) if one)
        self._page.line("  ", Text(provision.id, "bold").append(f"  {remark}"))
        for run in provision.runs:
            style = "bold red" if run.kind is WordsKind.GAP else ""
            self._page.line("    ", Text(f"「{run.text}」", style).append(f"  {self._run(run)}", "dim"))

    def _run(self, run: Run) -> str:
        held = [
            f"{self._named(PARTS[one.part], self._say(one.label))} [{one.id}]"
            for one in run.holders
            if run.kind is WordsKind.HELD
        ]
        if held:
            return self._wording.in_turn(held)
        kind = CHARACTERS[run.kind]
        return self._say(kind) if run.reason is None else self._named(kind, self._say(run.reason))

    # ------------------------------------------------------------ the cases

    def cases(self, cases: CaseCoverage) -> None:
        """Each rule with the cases that expect its verdicts, show its conditions and expect its parts."""
        self._heading(Label("每条规则的个案", "The cases of each rule"), len(cases.rules))
        for rule in cases.rules:
            self._rule(rule)

    def _rule(self, rule: RuleCoverage) -> None:
        self._page.line("  ", Text(rule.rule, "bold"))
        for verdict in Verdict:
            cases = self._cases(rule.expected.get(verdict, ()))
            self._page.line("    ", self._wording.named(self._wording.word(verdict), cases))
        for condition in rule.conditions:
            self._condition(condition)
        for part in rule.parts:
            name = f"{self._say(PARTS[part.part])} {self._say(part.label)}"
            self._page.line("    ", self._wording.named(name, self._cases(part.expected_in)))

    def _cases(self, cases: Sequence[Seen | str]) -> str:
        return self._wording.listed(map(str, cases)) or self._say(Label("没有个案", "no case"))

    def _condition(self, condition: ConditionCoverage) -> None:
        self._page.line("    ", f"{condition.source}  「{condition.words}」" if condition.words else condition.source)
        pairs = (
            (Label("真与假", "true and false"), condition.decided),
            (Label("已知与未知", "known and unknown"), condition.unknown),
        )
        for name, pair in pairs:
            self._page.line("      ", self._named(name, self._pair(pair)), style="dim" if pair else "")

    def _pair(self, pair: Pair | None) -> str:
        if pair is None:
            return self._say(Label("没有一对个案", "no two cases"))
        first, second = (
            self._wording.aside(
                str(seen), self._wording.listed((self._say(_CODES[code]), self._wording.word(seen.verdict)))
            )
            for seen, code in zip((pair.first, pair.second), pair.codes, strict=True)
        )
        return f"{first} – {second}"

    # ------------------------------------------------------------ mutants and answers

    def mutants(self, mutants: Iterable[MutantReport]) -> None:
        """Each mutant with what became of it."""
        listed = list(mutants)
        self._heading(Label("每个变异", "Each mutant"), len(listed))
        for mutant in listed:
            begin = Text("  ").append(self._say(FATES[mutant.fate]), _FATE_STYLES.get(mutant.fate, "")).append("  ")
            self._page.line(begin, f"{self._say(mutant.says)}  [{mutant.id}]")
            if mutant.killed_by is not None:
                case, expectation = mutant.killed_by
                said = Label(f"{case} 期望 {expectation}", f"{case} expects {expectation}")
                self._page.line("    ", self._say(said), style="dim")
            if mutant.why is not None:
                self._page.line("    ", self._say(mutant.why), style="dim")

    def not_tried(self, untried: Sequence[NotTried]) -> None:
        """The kinds of changes that no mutant makes, and to which entries."""
        self._heading(Label("没有试的改动", "Changes not tried"), len(untried))
        for one in untried:
            self._page.line("  ", self._wording.aside(self._say(one.kind.label), str(len(one.entries))))
            self._page.line("    ", self._wording.listed(one.entries), style="dim")

    def answers(self, answers: Iterable[Answer]) -> None:
        """Each answer, with what it means and for whom it is proved."""
        listed = list(answers)
        self._heading(Label("求解器的每个回答", "Each answer of the solver"), len(listed))
        for answer in listed:
            text = Text(self._say(answered(answer)), _OUTCOME_STYLES.get(answer.outcome, ""))
            self._page.line("  ", text.append(f"  [{answer.id}]", "dim"))
            remarks = [self._say(WEIGHTS[answer.weight])]
            remarks += [self._say(one) for one in (answer.scope, answer.why) if one is not None]
            self._page.line("    ", self._wording.in_turn(remarks), style="dim")
