"""The conversation of an interview on a terminal: a prompt at a time, what its answer settled, and the ways back.

Reads lines from standard input, a terminal's or a pipe's. What to ask is the interview's to say, and what is kept of
each answer is for whoever began it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from clausewise.case import Case
from clausewise.case.topics import TopicAnswer
from clausewise.chinese import diagnostic_in_chinese
from clausewise.cli.answers import Leaving, read_line, read_listing, read_members
from clausewise.cli.history import History
from clausewise.cli.output import Screen
from clausewise.cli.prompt_answers import (
    NONE,
    UNKNOWN,
    identity_numbers,
    place_typed,
    read_prompt,
    read_topics,
    refuse_two_heads,
)
from clausewise.cli.prompt_lines import PromptLines
from clausewise.cli.told_lines import ToldLines
from clausewise.cli.what_it_did import what_it_did
from clausewise.engine.questions import asked_of_the_office
from clausewise.errors import CaseError
from clausewise.interview import Form, Prompt, Stage
from clausewise.interview.answering import Asking
from clausewise.interview.interviewing import Interview
from clausewise.interview.typed import Misread, plain, read_truth
from clausewise.language.labels import Label, Language
from clausewise.language.rules import RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report.answer.prompting import topic_by_name
from clausewise.report.answer.standing import is_denied, is_to_find_out
from clausewise.report.office_lines import asked_of
from clausewise.report.phrases import benefits_counted
from clausewise.report.wording import Wording

_KEYS = Label(
    "回车：不知道；c：待查；b：上一问；l：列出已答的；g 3：改其中第3个；t：重选事项；a：所有事项都看；"
    "?：说明；q：以后再说",
    "Enter: not known · c: to be checked · b: back · l: list the answers · g 3: change the third of them · "
    "t: topics again · a: look into everything · ?: help · q: later",
)
_LISTS = Label(
    "单子上：1 3：这两项有；1 王秀英；3 全：是谁、全家；2?：2 不知道；-2：2 没有；-：都没有（由部门认定的，记作待查）",
    "on a list: 1 3: these two are so · 1 Wang; 3 all: of whom, of all · 2?: 2 is not known · -2: 2 is not so · "
    "-: none of them (what a department finds is then to be checked)",
)
_FIRST = Label("前面没有问过什么。", "There is nothing before this.")
_NO_ANSWERS = Label("还没有回答。", "There is no answer yet.")
_NO_SUCH_ANSWER = Label("写 g 和 1 到 {last} 的编号，如 g 1", "write g and a number from 1 to {last}: g 1")
_CANNOT_BE = Label("这个回答不能成立：", "This cannot be the answer:")
_ONCE_MORE = Label("再念一遍：{topics}（都没有按回车）", "Once more: {topics} (Enter: none)")
_WHO_ELSE = Label("还有谁？没有了写 -", "Who else is there? - if nobody")
_SETTLED = Label(
    "已提到的事项，救助都问完了：可得{number}{waiting}。下面只剩怎样办理的问题（最多 {left} 问），不影响救助。",
    "Every benefit of what was raised is settled: {number} found to apply{waiting}. What is left is procedure ({left} "
    "questions at most), and turns no benefit.",
)
_WAITING = Label("，还有{number}项等弄清才有结论", ", {number} more once what is not known yet is found out")
_GO_ON = Label("回车：接着问；q：到此为止", "Enter: go on · q: stop here")
_RIGHT = Label("都问完了。请看看对不对：", "There is nothing left to ask. Does this look right?")
_IS_RIGHT = Label("回车：对；g 3：改第3个回答；q：到此为止", "Enter: it does · g 3: change the third answer · q: stop")
_FOR_THE_OFFICE = Label("还要由本机关答复（--office）：", "For the office to say (--office):")
_DENIED = Label("问过，家里说没有的事项（a：都看）：{topics}", "the family says no to (a: everything): {topics}")
_NOT_LOOKED_INTO = Label("没有问到的事项（a：都看）：{topics}", "not looked into (a: everything): {topics}")

_IDENTITY = Label("身份证 {number}", "identity number {number}")

Keep = Callable[[Case], None]


class _Done(Exception):
    """What was asked is settled another way: whoever answers went elsewhere."""


class Conversation:
    """One case being asked about; `interview` is where it stands, and each answer is kept at once.

    `keeps_identity`: an identity number that is typed for a day of birth stands in the case as what that rests on.
    """

    def __init__(
        self,
        interview: Interview,
        screen: Screen,
        language: Language,
        keep: Keep,
        asking: Callable[[], Asking],
        *,
        keeps_identity: bool = False,
    ) -> None:
        self.interview = interview
        self._screen = screen
        self._language: Language = language
        self._keep = keep
        self._asking = asking
        self._keeps_identity = keeps_identity
        self._wording = Wording(interview.engine.pack, language)
        self._history = History(interview.case, interview.engine.pack, interview.topics_prompt())
        self._at = 0
        self._told_settled = False

    def _say(self, label: Label, **filled: object) -> str:
        return label.in_(self._language).format(**filled)

    def _told(self) -> ToldLines:
        return ToldLines(self.interview, self._language)

    def run(self) -> bool:
        """Ask until nothing is left to ask and all looks right, or whoever is asked leaves; whether all was asked.

        Raises: CaseError when the case that it begins with contradicts itself.
        """
        pack = self._wording.pick(self.interview.engine.pack.title)
        self._screen.line(f"{pack} · {self._wording.word('as_of')} {self.interview.case.as_of}", style="bold")
        self._screen.line(self._say(_KEYS), style="dim")
        try:
            while True:
                prompt = self.interview.next()
                if prompt is None:
                    if self._looks_right():
                        return True
                elif prompt.stage is not Stage.PROCEDURE or self._goes_on():
                    self._ask(prompt)
        except Leaving:
            return self.interview.next() is None
        except KeyboardInterrupt:
            self._screen.blank()
            return False

    # ------------------------------------------------------------ between prompts

    def _goes_on(self) -> bool:
        """Say once that all benefits are settled, and whether it goes on with procedure. Raises: Leaving."""
        if self._told_settled:
            return True
        self._told_settled = True
        self._screen.blank()
        result = self.interview.result
        benefits = [one for one in filter(self.interview.selects, result.findings) if one.rule.kind is RuleKind.BENEFIT]
        applying = {one.rule.id: one.rule for one in benefits if one.verdict is Verdict.APPLIES}
        waiting = {one.rule.id for one in benefits if is_to_find_out(result, one)}
        claims = sum(rule.modality.kind.is_claim for rule in applying.values())
        said = self._say(
            _SETTLED,
            number=benefits_counted(claims, len(applying) - claims, self._wording),
            waiting=self._say(_WAITING, number=len(waiting)) if waiting else "",
            left=len(self.interview.plan()),
        )
        self._screen.line(said, style="bold")
        self._say_closed()
        return self._pause(_GO_ON)

    def _looks_right(self) -> bool:
        """Show all that was answered, with every notice; whether it is right. Raises: Leaving."""
        self._screen.blank()
        self._screen.line(self._say(_RIGHT), style="bold")
        self._list_answers()
        for notice in self.interview.result.notices:
            said = f"{self._wording.pick(notice.text)} — {self._wording.pick(notice.mend)}"
            self._screen.line(said, prefix="  ! ", style="yellow")
        self._say_closed()
        self._say_what_the_office_has_to_say()
        return self._pause(_IS_RIGHT)

    def _pause(self, label: Label) -> bool:
        """Wait for a key; whether it was Enter. Raises: Leaving."""
        self._screen.line(self._say(label), style="dim")
        self._at = len(self._history) + 1
        while True:
            typed = plain(read_line(self._screen))
            if typed.lower() in ("", "y", "是", "对"):
                return True
            try:
                self._command(typed)
            except _Done:
                return False
            self._screen.line(self._say(label), prefix="  ! ", style="yellow")

    def _say_closed(self) -> None:
        closed: dict[Label, list[str]] = {_DENIED: [], _NOT_LOOKED_INTO: []}
        for topic in self.interview.result.closed:
            if topic.is_offered:
                label = _DENIED if is_denied(topic, self.interview.case) else _NOT_LOOKED_INTO
                closed[label].append(topic_by_name(topic, self._wording))
        for label, named in closed.items():
            if named:
                self._screen.line(self._say(label, topics=self._wording.listed(named)), style="dim")

    def _say_what_the_office_has_to_say(self) -> None:
        """The questions that are for the office, each with who decides."""
        left = asked_of_the_office(self.interview.result, self.interview.selects)
        if left:
            self._screen.line(self._say(_FOR_THE_OFFICE))
        for fact in left:
            asked = self._wording.question(fact)
            self._screen.line(self._wording.aside(asked, asked_of(fact, self._wording)), prefix="  - ")

    # ------------------------------------------------------------ one prompt

    def _ask(self, prompt: Prompt, *, again: bool = False) -> None:
        """Show a prompt until it is answered, or left for another. Raises: Leaving."""
        self._show(prompt, again=again)
        while True:
            typed = plain(read_line(self._screen))
            try:
                if typed in prompt.members or not self._command(typed, prompt):
                    if again and not typed:
                        return
                    self._take(prompt, typed, again=again)
                    return
            except _Done:
                return
            except Misread as problem:
                self._screen.line(str(problem), prefix="  ! ", style="yellow")
            except CaseError as problem:
                self._screen.line(self._say(_CANNOT_BE), prefix="  ! ", style="yellow")
                for found in problem.diagnostics:
                    said = found._replace(place=None)
                    self._screen.line(
                        diagnostic_in_chinese(said) if self._language == "zh" else str(said), prefix="    "
                    )

    def _show(self, prompt: Prompt, *, again: bool) -> None:
        lines, told = PromptLines(self.interview, self._language), self._told()
        self._at = self._history.number(prompt)
        number = f"{self._at:>3}. "
        indent = " " * len(number)
        self._screen.blank()
        if prompt.stage is not Stage.MEMBERS:
            self._screen.line(lines.so_far(), style="dim")
        self._screen.line(lines.question(prompt), prefix=number, style="bold")
        now = told.now(prompt) if again else []
        for remark in filter(None, (lines.remarks(prompt), *told.aside(prompt, again=again), *now)):
            self._screen.line(remark, prefix=indent, style="dim")
        for place, choice in enumerate(lines.choices(prompt), start=1):
            self._screen.line(choice, prefix=f"{indent}{place:>2}  ")
        for allowed in lines.allowed(prompt):
            self._screen.line(allowed, prefix=indent, style="dim")

    def _take(self, prompt: Prompt, typed: str, *, again: bool) -> None:
        """Act on an answer. Raises: Misread; CaseError when it contradicts what is known; Leaving."""
        before, asking = self.interview, self._asking()
        match prompt.form:
            case Form.NAMES:
                self.interview = self._with_members(typed)
            case Form.EVERYBODY:
                if typed.lower() not in UNKNOWN and read_truth(typed, self._language):
                    self.interview = before.name(())
                elif typed.lower() in UNKNOWN or not self._names_others():
                    self.interview = before.leave_members_open(asking)
            case Form.TOPICS:
                self.interview = before.tell_topics(self._topics(typed), asking)
            case _ if not typed and before.aside(prompt):
                self.interview = before.take_back(prompt, asking)
            case _:
                self.interview = self._with_answers(prompt, typed, asking, again=again)
        self._keep(self.interview.case)
        self._history.keep(prompt)
        for line in what_it_did(before, self.interview, self._language):
            self._screen.line(line, prefix="    → ", style="dim")

    def _with_answers(self, prompt: Prompt, typed: str, asking: Asking, *, again: bool) -> Interview:
        """The interview with what was typed at a prompt about facts. Raises: Misread; CaseError."""
        facts = self.interview.engine.pack.facts
        given = read_prompt(prompt, facts, typed, self._language)
        refuse_two_heads(self.interview.case, given, facts, self._language)
        if self._keeps_identity:
            numbers = identity_numbers(prompt, typed, self._language)
            named = {one: self._say(_IDENTITY, number=number) for one, number in numbers.items()}
            asking = replace(asking, sources=named)
        return self.interview.change(given, asking) if again else self.interview.answer(given, asking)

    def _with_members(self, typed: str) -> Interview:
        """The interview with everybody who was named; with nobody known where nothing was typed. Raises: Misread."""
        if typed.lower() in UNKNOWN:
            return self.interview.leave_members_open(self._asking())
        ids, renamed = read_listing(typed, self._language, [one.id for one in self.interview.case.members])
        after = self.interview.list_members(ids, renamed)
        self._history.list_members(after.case, renamed)
        return after

    def _names_others(self) -> bool:
        """Ask who is not listed, and list them; False when nobody knows. Raises: Leaving."""
        self._screen.line(self._say(_WHO_ELSE), prefix="    ", style="bold")
        while True:
            typed = plain(read_line(self._screen))
            if typed.lower() in UNKNOWN:
                return False
            if typed == "q":
                raise Leaving
            listed = [one.id for one in self.interview.case.members]
            try:
                self.interview = self.interview.name(read_members(typed, self._language, listed)[len(listed) :])
            except Misread as problem:
                self._screen.line(str(problem), prefix="  ! ", style="yellow")
            else:
                return True

    def _topics(self, typed: str) -> dict[str, TopicAnswer]:
        """What is answered of the topics; of none of them it is asked once more, in one line. Raises: Misread."""
        offered = [topic for topic in self.interview.engine.pack.topics if topic.is_offered]
        said = read_topics(offered, typed, self._language)
        if typed.lower() in NONE:
            labels = (
                f"{number} {topic_by_name(topic, self._wording)}" for number, topic in enumerate(offered, start=1)
            )
            self._screen.line(self._say(_ONCE_MORE, topics=" ".join(labels)), prefix="    ")
            more = plain(read_line(self._screen))
            said = said if more.lower() in NONE | {""} else read_topics(offered, more, self._language)
        return said

    # ------------------------------------------------------------ commands

    def _command(self, typed: str, prompt: Prompt | None = None) -> bool:
        """Act on a key; False when it is none. Raises: Leaving; _Done when it led elsewhere; Misread."""
        word, _, rest = typed.lower().partition(" ")
        match word:
            case "q" | "quit" | "离开":
                raise Leaving
            case "?" | "h" | "help" | "帮助":
                self._help(prompt)
            case "l" | "list":
                self._list_answers()
            case "b" | "back":
                self._go_back()
            case "g" | "go":
                self._go_to(rest)
            case "t" if self.interview.engine.pack.topics:
                self._ask(self.interview.topics_prompt(), again=True)
                raise _Done
            case "a" if self.interview.engine.pack.topics:
                self.interview = self.interview.look_into_everything(self._asking())
                self._keep(self.interview.case)
                self._told_settled = False
                raise _Done
            case _:
                return False
        return True

    def _go_back(self) -> None:
        """Ask the prompt before the one that is shown again. Raises: _Done; Misread."""
        if self._at < 2:
            raise Misread(self._say(_FIRST))
        self._ask(self._history[self._at - 1], again=True)
        raise _Done

    def _go_to(self, number: str) -> None:
        """Ask what stands under a number again. Raises: _Done; Misread."""
        last = len(self._history)
        place = place_typed(number.strip(), last)
        if place is None:
            raise Misread(self._say(_NO_SUCH_ANSWER if last else _NO_ANSWERS, last=last))
        self._ask(self._history[place], again=True)
        raise _Done

    def _list_answers(self) -> None:
        told = self._told()
        for number, prompt in self._history:
            for place, line in enumerate(told.lines(prompt)):
                self._screen.line(line, prefix="     " if place else f"{number:>3}  ")

    def _help(self, prompt: Prompt | None) -> None:
        """The keys; the words a prompt rests on, and what there is to know of its facts."""
        self._screen.line(self._say(_KEYS), prefix="    ", style="dim")
        self._screen.line(self._say(_LISTS), prefix="    ", style="dim")
        if prompt is None:
            return
        pack = self.interview.engine.pack
        for provision in dict.fromkeys(pack.rule(rule).provision for rule in prompt.rules[:2]):
            text = next(
                one.text for clause in pack.document.clauses for one in clause.provisions if one.id == provision
            )
            self._screen.line(f"{text}  {provision}", prefix="    ")
        for fact in prompt.facts:
            note = pack.facts[fact].note if fact in pack.facts else None
            if note is not None:
                self._screen.line(
                    self._wording.named(self._wording.label(fact), self._wording.pick(note)), prefix="    "
                )
