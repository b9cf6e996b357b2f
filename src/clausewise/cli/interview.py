"""The interview: a question at a time on the terminal, what its answer settled, and the way back.

Reads lines from standard input, a terminal's or a pipe's. It knows nothing of files, and what to ask is the engine's
to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from clausewise.case import Case, Member
from clausewise.cli.answers import (
    Leaving,
    Misread,
    allowed_answers,
    allowed_members,
    allowed_truth,
    plain,
    read_answer,
    read_line,
    read_members,
    read_truth,
)
from clausewise.cli.output import Screen
from clausewise.engine import Engine, Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.engine.missing import MEMBERS
from clausewise.engine.probing import changed_case
from clausewise.engine.questions import Question, Selection, is_for_office, next_question, open_findings
from clausewise.errors import CaseError
from clausewise.language.labels import Label, Language
from clausewise.language.verdicts import Verdict
from clausewise.report.office_lines import asked_of
from clausewise.report.wording import Wording

MAX_PROVISIONS = 6

_KEYS = Label("? 或直接回车：不知道；b：回到上一问；q：离开", "? or Enter: not known · b: back · q: leave")
_FIRST = Label("这已是第一问。", "This is the first question.")
_NO_ANSWER = Label("这个回答不能成立：", "This cannot be the answer:")
_LEFT = Label("尚有 {number} 项待定", "{number} undetermined")
_AMOUNTS_LEFT = Label("{number} 项数额或期限未定", "{number} without amount or deadline")
_NONE_LEFT = Label("没有待定的了", "nothing undetermined")
_APPLYING = Label("适用 {number} 项", "{number} found to apply")
_WHO_ELSE = Label("还有谁？没有了写 -", "Who else is there? - if nobody")
_MEMBERS = Label("成员 {number} 名", "{number} in the household")
_ALL_ASKED = Label("没有要问的了。", "There is nothing left to ask.")
_FOR_THE_OFFICE = Label("还要由本机关答复（--office）：", "For the office to say (--office):")
_PASSED_OVER = Label("其余都是答了“不知道”的问题。", "All that is left to ask was answered with “not known”.")


class _Back(Exception):
    """Whoever is asked wants to go back a question."""


class _State(NamedTuple):
    """Where an interview stands: the case so far, and what is not known and not asked again."""

    case: Case
    passed_over: frozenset[Missing]


@dataclass
class Interview:
    """One case being asked about; `case` is what is known of it so far."""

    engine: Engine
    case: Case
    screen: Screen
    language: Language
    selects: Selection

    def __post_init__(self) -> None:
        self._wording = Wording(self.engine.pack, self.language)
        self._passed_over: frozenset[Missing] = frozenset()
        self._before: list[_State] = []
        self._result = self.engine.check(self.case)

    def run(self) -> None:
        """Ask until nothing is left to ask, or whoever is asked leaves.

        Raises: CaseError when the case that it begins with contradicts itself.
        """
        pack = self._wording.pick(self.engine.pack.title)
        self.screen.line(f"{pack} · {self._wording.word('as_of')} {self.case.as_of}", style="bold")
        self.screen.line(self._left())
        self.screen.line(_KEYS.in_(self.language), style="dim")
        try:
            while question := self._next():
                self._ask(question)
        except Leaving:
            return
        except KeyboardInterrupt:
            self.screen.blank()
            return
        self.screen.blank()
        self.screen.line((_ALL_ASKED if self.is_finished or not self._passed_over else _PASSED_OVER).in_(self.language))
        self._say_what_the_office_has_to_say()

    def _say_what_the_office_has_to_say(self) -> None:
        """The questions that are for the office, each with who decides."""
        left = dict.fromkeys(one.fact for finding in self._open() for one in still_open(finding) if is_for_office(one))
        if left:
            self.screen.line(_FOR_THE_OFFICE.in_(self.language))
        for fact in left:
            asked = self._wording.question(fact)
            self.screen.line(self._wording.aside(asked, asked_of(fact, self._wording)), prefix="  - ")

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing left that an answer could settle."""
        return not any(map(still_open, self._open()))

    def _next(self) -> Question | None:
        return next_question(self.engine, self._result, self.selects, self._passed_over)

    def _open(self, result: Result | None = None) -> tuple[Finding, ...]:
        return open_findings(result or self._result, self.selects)

    def _ask(self, question: Question) -> None:
        """Show a question until it is answered, passed over or left for the one before."""
        self._show(question)
        while True:
            typed = plain(read_line(self.screen))
            try:
                self._take(question, typed)
            except Misread as problem:
                self.screen.line(str(problem), prefix="  ! ", style="yellow")
            except CaseError as problem:
                self.screen.line(_NO_ANSWER.in_(self.language), prefix="  ! ", style="yellow")
                for found in problem.diagnostics:
                    mend = f" — {found.mend}" if found.mend else ""
                    self.screen.line(found.message + mend, prefix="    ")
            except _Back:
                if self._go_back():
                    return
                self.screen.line(_FIRST.in_(self.language), prefix="  ! ", style="yellow")
            else:
                return

    def _show(self, question: Question) -> None:
        fact, member = question.about
        wording, number = self._wording, f"{len(self._before) + 1:>3}. "
        text = self._everybody() if question.about == MEMBERS else wording.question(fact)
        self.screen.blank()
        self.screen.line(wording.named(member, text) if member else text, prefix=number, style="bold")
        indent = " " * len(number)
        if question.about == MEMBERS:
            how = allowed_truth if self.case.members else allowed_members
            self.screen.line(how(self.language), prefix=indent, style="dim")
            return
        described = self.engine.pack.facts[fact]
        self.screen.line(" · ".join(self._remarks(question)), prefix=indent, style="dim")
        for place, label in enumerate((described.values or {}).values(), start=1):
            self.screen.line(label.in_(self.language), prefix=f"{indent}{place:>2}  ")
        allowed = allowed_answers(described, self.language)
        if allowed:
            self.screen.line(allowed, prefix=indent, style="dim")

    def _remarks(self, question: Question) -> Iterator[str]:
        """The fact that is asked for, the provisions that wait for it, and the register that could answer."""
        wording = self._wording
        yield wording.label(question.about.fact)
        provisions = list(dict.fromkeys(finding.rule.provision for finding in question.findings))
        yield wording.listed(provisions[:MAX_PROVISIONS]) + ("…" if len(provisions) > MAX_PROVISIONS else "")
        register = wording.register(question.about.fact)
        if register:
            yield wording.named(wording.word("lookup"), register)

    def _take(self, question: Question, typed: str) -> None:
        """Act on what was typed. Raises: Misread; CaseError when it contradicts what is known; Leaving; _Back."""
        if typed == "q":
            raise Leaving
        if typed == "b":
            raise _Back
        before = _State(self.case, self._passed_over)
        if typed in ("", "?"):
            self._passed_over |= {question.about}
        else:
            case = self._answered(question, typed)
            earlier, self._result = self._result, self.engine.check(case)
            self.case = case
            if question.about == MEMBERS and not case.everybody:
                self._passed_over |= {MEMBERS}
            if _knows_but_the_month(case, question.about):
                self._passed_over |= {question.about}
            for line in self._progress(question, earlier):
                self.screen.line(line, prefix="    → ", style="dim")
        self._before.append(before)

    def _answered(self, question: Question, typed: str) -> Case:
        if question.about == MEMBERS:
            if not self.case.members:
                return self._with_members(typed)
            return replace(self.case, everybody=True) if read_truth(typed, self.language) else self._with_others()
        fact = self.engine.pack.facts[question.about.fact]
        return changed_case(self.case, {question.about: read_answer(fact, typed, self.language)})

    def _everybody(self) -> str:
        """The question who the members are, or whether those listed are everybody."""
        wording, listed = self._wording, [member.id for member in self.case.members]
        return (
            wording.named(wording.listed(listed), wording.word("ask_everybody"))
            if listed
            else (wording.word("ask_members"))
        )

    def _with_members(self, typed: str) -> Case:
        """The case with everybody who was named, after those listed. Raises: Misread."""
        listed = self.case.members
        named = read_members(typed, self.language, [member.id for member in listed])[len(listed) :]
        return replace(self.case, members=(*listed, *(Member(name, {}) for name in named)), everybody=True)

    def _with_others(self) -> Case:
        """The case with those who are not listed; the list stays open when nobody knows who they are.

        Raises: Leaving; _Back.
        """
        self.screen.line(_WHO_ELSE.in_(self.language), prefix="    ", style="bold")
        while True:
            typed = plain(read_line(self.screen))
            if typed == "q":
                raise Leaving
            if typed == "b":
                raise _Back
            if typed in ("", "?"):
                return self.case
            try:
                return self._with_members(typed)
            except Misread as problem:
                self.screen.line(str(problem), prefix="  ! ", style="yellow")

    def _go_back(self) -> bool:
        if not self._before:
            return False
        self.case, self._passed_over = self._before.pop()
        self._result = self.engine.check(self.case)
        self.screen.line(self._left(), prefix="    ← ", style="dim")
        return True

    def _progress(self, question: Question, earlier: Result) -> Iterator[str]:
        """Who the members are when that was the answer, what the answer settled, and what is left."""
        wording, members = self._wording, self.case.members
        if question.about == MEMBERS and members:
            number = _MEMBERS.in_(self.language).format(number=len(members))
            yield wording.named(number, wording.listed(member.id for member in members))
        was_open = {finding.name for finding in self._open(earlier) if finding.verdict is Verdict.UNDETERMINED}
        for verdict in (Verdict.APPLIES, Verdict.DOES_NOT_APPLY):
            settled: dict[str, list[str]] = {}
            for finding in self._result.findings:
                if finding.name in was_open and finding.verdict is verdict:
                    settled.setdefault(finding.rule.id, []).extend([finding.subject] if finding.subject else [])
            for name, subjects in settled.items():
                rule = self.engine.pack.rule(name)
                title = wording.aside(f"{rule.provision} {wording.pick(rule.title)}", wording.listed(subjects))
                yield wording.named(wording.word(verdict), title)
        yield self._left()

    def _left(self) -> str:
        """How many findings are not settled yet, and how many apply."""
        left = self._open()
        undetermined = sum(finding.verdict is Verdict.UNDETERMINED for finding in left)
        counted = [(_LEFT, undetermined), (_AMOUNTS_LEFT, len(left) - undetermined)]
        said = [label.in_(self.language).format(number=number) for label, number in counted if number]
        selected = (finding for finding in self._result.findings if self.selects(finding))
        applying = sum(finding.verdict is Verdict.APPLIES for finding in selected)
        said = said or [_NONE_LEFT.in_(self.language)]
        return self._wording.in_turn([*said, _APPLYING.in_(self.language).format(number=applying)])


def _knows_but_the_month(case: Case, about: Missing) -> bool:
    """Whether a date is known to its month or year: who answers so is not asked for the day again."""
    whose = [case] if about.member is None else [one for one in case.members if one.id == about.member]
    return any(about.fact in one.spans for one in whose)
