"""What is still to be asked: the prompts of the interview in its order, by its numbers, and in a few lines what for.

What only an office can say stands apart. It tries no answer out and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby

from clausewise.engine.findings import Finding, Missing, Result
from clausewise.engine.listings import still_open
from clausewise.engine.questions import Selection, asked_of_the_office, open_findings
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.planning import plan
from clausewise.language.verdicts import Verdict
from clausewise.report.answer.behind_all import more_questions
from clausewise.report.answer.prompting import (
    heading_question,
    provisions_of,
    served_by,
    topic_in_short,
    whose,
)
from clausewise.report.answer.sections import Item, Question
from clausewise.report.office_lines import answered_by, asked_of, decided_by, given_by_readings
from clausewise.report.phrases import without_aside
from clausewise.report.runs import runs_of
from clausewise.report.wording import Wording

# Of what waits for the office no more provisions are named than this.
_MOST_SERVED = 3


class Asking:
    """The prompts that are left for one result, numbered, and behind them what the office has to say."""

    def __init__(self, result: Result, wording: Wording, selects: Selection) -> None:
        self._result = result
        self._wording = wording
        self._selects = selects
        self.prompts: Sequence[Prompt] = tuple(plan(result, selects, beyond_topics=True))
        self.is_most = any(prompt.form is Form.TOPICS for prompt in self.prompts)
        self._office = asked_of_the_office(result, selects)

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """The numbers of the questions that ask a fact: of prompts, and behind them of what the office has to say."""
        numbers: dict[str, list[int]] = {}
        for number, prompt in enumerate(self.prompts, start=1):
            for fact in prompt.facts:
                numbers.setdefault(fact, []).append(number)
        for number, fact in enumerate(self._office, start=len(self.prompts) + 1):
            numbers[fact] = [number]
        return numbers

    @property
    def of_benefits(self) -> int:
        """How many of the prompts, all of them before the others, come before procedure."""
        return sum(prompt.stage is not Stage.PROCEDURE for prompt in self.prompts)

    # ------------------------------------------------------------ in a few lines

    def in_lines(self, most: int) -> Iterator[Item]:
        """The prompts in at most so many lines, those of one clause together; the last says how many more there are."""
        lines = self._in_runs()
        shown = lines if len(lines) <= most else lines[: most - 1]
        for line in shown:
            asks = dict.fromkeys(one for _, prompt in line for one in self._asked(prompt))
            rules = dict.fromkeys(rule for _, prompt in line for rule in prompt.rules)
            mark = self._wording.listed(runs_of(number for number, _ in line))
            yield Item(mark, f"→ {self._titles(line)}", asks=tuple(asks), brief=f"→ {self._provisions(line, rules)}")
        left = [prompt for line in lines[len(shown) :] for _, prompt in line]
        if left:
            clauses = {self._result.pack.rule(rule).clause for prompt in left for rule in prompt.rules}
            yield Item("", more_questions(self._wording, len(left), runs_of(sorted(clauses))))

    def _in_runs(self) -> list[list[tuple[int, Prompt]]]:
        """Prompts that follow one another and belong to one clause and to one who can tell, with their numbers."""
        runs = groupby(enumerate(self.prompts, start=1), key=lambda one: self._belongs(one[1]))
        return [list(run) for _, run in runs]

    def _belongs(self, prompt: Prompt) -> tuple[object, ...]:
        clause = self._result.pack.rule(prompt.rules[0]).clause if prompt.rules else None
        return prompt.form is Form.TOPICS, prompt.stage is Stage.PROCEDURE, clause, prompt.known_by

    def _asked(self, prompt: Prompt) -> Iterator[str]:
        """Each fact of a prompt with whom it is about, in a question without what is explained at its end.

        What an agency finds is named by its label, with the agency.
        """
        wording, case = self._wording, self._result.case
        if prompt.form in (Form.TOPICS, Form.NAMES, Form.EVERYBODY):
            yield heading_question(prompt, case, wording)
            return
        for fact in prompt.facts:
            of = whose(prompt, fact, case, wording)
            if prompt.known_by:
                said = without_aside(wording.label(fact))
                yield wording.named(answered_by(prompt.known_by, wording), wording.named(of, said) if of else said)
                continue
            is_of_one = sum(one.fact == fact for one in prompt.about) == 1
            by_name = wording.question_by_name(fact, of) if of and is_of_one else ""
            asked = wording.question_of_each(fact) if of and not is_of_one else wording.question(fact)
            said = without_aside(by_name or asked)
            yield wording.named(of, said) if of and not by_name else said

    def _titles(self, line: Sequence[tuple[int, Prompt]]) -> str:
        """The first rule that a line of prompts serves by its title, and whether there are more."""
        served = served_by(line[0][1], self._wording)
        rules = dict.fromkeys(rule for _, prompt in line for rule in prompt.rules)
        if line[0][1].form is Form.TOPICS or len(rules) < 2:
            return served
        first = self._result.pack.rule(next(iter(rules)))
        return f"{first.provision} {self._wording.pick(first.title)}{self._wording.word('and_others')}"

    def _provisions(self, line: Sequence[tuple[int, Prompt]], rules: Iterable[str]) -> str:
        if line[0][1].form is not Form.TOPICS:
            return self._wording.listed(provisions_of(rules, self._wording))
        clauses = sorted({self._result.pack.rule(rule).clause for rule in rules})
        return self._wording.listed(runs_of(clauses))

    def of_families(self) -> tuple[str, ...]:
        """Of each clause the first question that a family can answer by itself; nothing that topics to come decide, and
        nothing about procedure."""
        found: dict[tuple[object, ...], str] = {}
        for prompt in self.prompts[: self.of_benefits]:
            if prompt.known_by is None:
                found.setdefault(self._belongs(prompt), next(self._asked(prompt)))
            if prompt.form is Form.TOPICS:
                offered = (topic for topic in self._result.pack.topics if topic.is_offered)
                topics = self._wording.in_turn(topic_in_short(topic, self._wording) for topic in offered)
                found[self._belongs(prompt)] += topics if self._wording.chinese else f" {topics}"
                break
        return tuple(found.values())

    def of_office(self, most: int) -> Iterator[Item]:
        """What only the office can say, the first of it: each with who decides it and the provisions that wait."""
        wording = self._wording
        for fact in list(self._office)[:most]:
            served = provisions_of((finding.rule.id for finding in self._office[fact]), wording, _MOST_SERVED)
            asked = wording.aside(without_aside(wording.question(fact)), decided_by(fact, wording))
            yield Item("?", f"{asked} → {wording.listed(served)}")

    def clauses_of_office(self, most: int) -> list[str]:
        """The clauses of what the office has to say beyond the first questions."""
        left = list(self._office)[most:]
        return runs_of(sorted({finding.rule.clause for fact in left for finding in self._office[fact]}))

    @property
    def number_of_office(self) -> int:
        """How many questions only the office can answer."""
        return len(self._office)

    # ------------------------------------------------------------ in full

    def in_full(self) -> tuple[Question, ...]:
        """Each fact that is asked under the number of its prompt, with everything that it could settle."""
        return tuple(self._questions())

    def _questions(self) -> Iterator[Question]:
        wording, case = self._wording, self._result.case
        for number, prompt in enumerate(self.prompts, start=1):
            for fact in prompt.facts:
                about = [one for one in prompt.about if one.fact == fact]
                members = tuple(wording.subject(one.member) for one in about if one.member is not None)
                by = answered_by(prompt.known_by, wording) if prompt.known_by else ""
                settled = self._settled(fact, self._waiting_for(about)) or (self._serves(prompt),)
                by_name = wording.question_by_name(fact, members[0]) if len(members) == 1 else ""
                asked = wording.question_of_each(fact) if len(members) > 1 else wording.question(fact, case)
                text, whom = (by_name, ()) if by_name else (asked, members)
                yield Question(number, text, whom, wording.register(fact), by, tuple(filter(None, settled)))
            if not prompt.facts:
                yield Question(
                    number, heading_question(prompt, case, wording), (), "", "", (served_by(prompt, wording),)
                )
        for fact, findings in self._office.items():
            (number,) = self.numbers[fact]
            yield Question(
                number, wording.question(fact), (), "", asked_of(fact, wording), self._settled(fact, findings)
            )

    def _serves(self, prompt: Prompt) -> str:
        """What a prompt is for although no finding waits for it: what may be there for somebody not listed."""
        remark = self._wording.word("somebody_else") if prompt.form is Form.EVERYBODY else ""
        return self._wording.aside(served_by(prompt, self._wording), remark)

    @cached_property
    def _findings(self) -> dict[Missing, list[Finding]]:
        """The findings that wait for each fact, and that are looked into."""
        waiting: dict[Missing, list[Finding]] = {}
        for finding in filter(self._result.is_looked_into, open_findings(self._result, self._selects)):
            for one in still_open(finding):
                waiting.setdefault(one, []).append(finding)
        return waiting

    def _waiting_for(self, about: Iterable[Missing]) -> list[Finding]:
        return list(dict.fromkeys(finding for one in about for finding in self._findings.get(one, ())))

    def _settled(self, fact: str, findings: Iterable[Finding]) -> tuple[str, ...]:
        """The findings by provision: titles of which the same is to be said stand together."""
        wording = self._wording
        by_rule: dict[tuple[str, str], list[str]] = {}
        for finding in findings:
            subjects = by_rule.setdefault((finding.rule.id, self._hangs(fact, finding)), [])
            subjects += [] if finding.subject is None else [wording.subject(finding.subject)]
        together: dict[tuple[str, str], list[str]] = {}
        for (rule_id, hangs), subjects in by_rule.items():
            rule = self._result.pack.rule(rule_id)
            remarks = [wording.listed(subjects)] if subjects else []
            remarks += [hangs] if hangs else []
            together.setdefault((rule.provision, wording.in_turn(remarks)), []).append(wording.pick(rule.title))
        return tuple(
            wording.aside(f"{provision} {wording.listed(titles)}", remark)
            for (provision, remark), titles in together.items()
        )

    def _hangs(self, fact: str, finding: Finding) -> str:
        """What of a finding hangs on a fact, where that is not simply its verdict."""
        if finding.verdict is Verdict.APPLIES:
            return self._wording.word("what_it_gives")
        awaited = next((one for one in finding.awaits if one.point.fact_name == fact), None)
        return given_by_readings(awaited, self._wording) if awaited is not None and awaited.settles else ""
