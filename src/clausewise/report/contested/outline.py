"""What is said of contested points, in order and in words, before any format: text, Markdown and HTML show the same.

Each as a lawyer would ask: the words, the question, both readings with the law, who decides and what the office says;
then what hangs on it, and whom the readings tell apart. Nothing here looks anything up that was not found before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from clausewise.audit.choosing_points import in_document_order
from clausewise.audit.contested import Contested, ContestedPoints, Hanging, Parting, TurnedCase, TurnedFinding
from clausewise.audit.words import open_words
from clausewise.case import Case
from clausewise.classes import dataclass
from clausewise.language.contested import PointReading
from clausewise.language.facts import Value
from clausewise.language.labels import Label
from clausewise.language.rules import Rule, RuleKind
from clausewise.language.verdicts import Verdict
from clausewise.report.quotations import Quotation, spans_in
from clausewise.report.wording import Wording

MOST_NAMED = 12
"""Of more cases than this, only so many are named where space is short."""


@dataclass(frozen=True, slots=True)
class ReadingLines:
    """One reading: its name, what it says, the law cited for it, whether the office holds it, and what it makes
    of the household for which the two part."""

    name: str
    says: str
    law: str
    is_held: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that hangs on a point, or a group of such."""

    provision: str
    title: str
    id: str


@dataclass(frozen=True, slots=True)
class HouseholdLines:
    """The smallest household for which the readings part: who is there, with what is known of them, and of which rule.

    `text` is its case file.
    """

    rule: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    text: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case that a point turns: its id, title, how its office reads the point, and what comes of each finding."""

    id: str
    title: str
    reads: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Words of the same sentence that the text leaves open, and what follows from that."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class PointLines:
    """All that is said of one point. What there is nothing to say of is empty."""

    id: str
    provision: str
    clause: str
    quotation: Quotation
    words: str
    question: str
    readings: tuple[ReadingLines, ReadingLines]
    decides: str
    office: str
    is_said: bool
    benefits: tuple[RuleLine, ...]
    steps: tuple[RuleLine, ...]
    through: tuple[RuleLine, ...]
    household: HouseholdLines | None
    no_household: str
    cases: str
    turned: tuple[CaseLine, ...]
    opened: tuple[str, ...]
    registry: str
    open: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class ContestedOutline:
    """The whole answer: its heading, under what it was looked at, the points, and what else the text leaves open."""

    title: str
    about: str
    explained: str
    points: tuple[PointLines, ...]
    rest: str
    digests: tuple[tuple[str, str], ...]


NAMES = {
    "decides": Label("由谁决定", "decided by"),
    "office": Label("本机关", "the office"),
    "hangs": Label("牵涉", "hangs on it"),
    "benefits": Label("救助", "benefits"),
    "steps": Label("程序", "procedure"),
    "through": Label("并经以上认定牵涉", "and through these"),
    "parts": Label("分歧的家庭", "they part for"),
    "cases": Label("个案", "cases"),
    "registry": Label("登记", "registry"),
    "law": Label("法规", "law"),
    "left_open": Label("本句未写明", "not said there"),
    "opened": Label("按一种读法待定的个案", "cases that one reading leaves open"),
    "case_file": Label("该家庭的个案文件", "this household as a case file"),
    "contents": Label("目录", "Contents"),
}
"""The names of what is said of a point."""


def make_contested_outline(found: ContestedPoints, language: str) -> ContestedOutline:
    """The outline in one language."""
    return _Outliner(found, Wording(found.pack, language)).outline()


def none_contested(found: ContestedPoints, language: str) -> str:
    """What to say where nothing was found: that the pack has none, or none at the numbers asked for."""
    wording = Wording(found.pack, language)
    title = wording.pick(found.pack.title)
    if not found.all_points:
        none = Label(f"{title}：没有写明有两种读法的文字。", f"{title}: no words are written down as read in two ways.")
        return wording.pick(none)
    where = wording.listed(dict.fromkeys(point.words.where for point in in_document_order(found.pack)))
    nothing = Label(
        f"所问之处没有有两种读法的文字；有的是：{where}。",
        f"Nothing there is read in two ways; at these something is: {where}.",
    )
    return wording.pick(nothing)


class _Outliner:
    def __init__(self, found: ContestedPoints, wording: Wording) -> None:
        self._found = found
        self._wording = wording

    def _say(self, zh: str, en: str) -> str:
        return self._wording.pick(Label(zh, en))

    def outline(self) -> ContestedOutline:
        found, wording = self._found, self._wording
        number, whole = len(found.points), found.all_points
        title = self._say("有两种读法的文字", "Words that are read in two ways")
        counted = str(number) if number == whole else self._say(f"{whole} 处中的 {number} 处", f"{number} of {whole}")
        digests = {"document": found.pack.document_digest, "rules": found.pack.rules_digest}
        digests["office"] = found.office.digest if found.office else ""
        return ContestedOutline(
            title=wording.aside(title, counted),
            about=" · ".join([wording.pick(found.pack.title), *self._about()]),
            explained=self._say(
                "两种读法都写在规则里。两者结论相同的，即为结论；不同的，按本机关当日的读法，未答复的为待定，谁也不因此被拒。",
                "Both readings are in the rules. Where they come to the same, that is the verdict; where they part, it "
                "is what the office says on that day, and undetermined where it says nothing: nobody is refused by it.",
            ),
            points=tuple(map(self._point, found.points)),
            rest=self._rest(),
            digests=tuple((wording.word(name), digest) for name, digest in digests.items() if digest),
        )

    def _rest(self) -> str:
        """That the text leaves more open than is contested, and where that stands."""
        pack = self._found.pack
        provisions = [provision.id for clause in pack.document.clauses for provision in clause.provisions]
        number = len({(one, left.text) for one in provisions for left in open_words(pack, one)})
        if not number:
            return ""
        places = "1 place" if number == 1 else f"{number} places"
        return self._say(
            f"文字没有写明的共 {number} 处，规则怎样处理也都写明：某一条的用 clausewise clause 条号 查看，"
            "全部用 clausewise reading。",
            f"What the text leaves unsaid, and what the rules make of it, stands in {places}: clausewise clause "
            "NUMBER shows those of a clause, clausewise reading all.",
        )

    def _about(self) -> Iterator[str]:
        found, wording = self._found, self._wording
        yield f"{wording.word('as_of')} {found.as_of.isoformat()}"
        if found.office is not None:
            yield wording.named(wording.word("office"), self._office_name())
        if found.registry is not None:
            yield wording.named(wording.pick(NAMES["registry"]), found.registry)

    def _office_name(self) -> str:
        office = self._found.office
        assert office is not None
        return self._wording.pick(office.title) if office.title else office.id

    # ------------------------------------------------------------ a point

    def _point(self, one: Contested) -> PointLines:
        wording, point = self._wording, one.point
        return PointLines(
            id=point.id,
            provision=wording.where(point.words.where),
            clause=self._clause(point.words.where),
            quotation=self._quotation(one),
            words=wording.quoted_alone(point.words),
            question=wording.pick(point.label),
            readings=self._readings(one),
            decides=wording.agency(point.decides),
            office=self._office(one),
            is_said=one.says is not None,
            benefits=self._rules(one.hanging, RuleKind.BENEFIT, direct=True),
            steps=self._rules(one.hanging, RuleKind.PROCEDURE, direct=True),
            through=self._rules(one.hanging, None, direct=False),
            household=None if one.parting is None else self._household(one.parting),
            no_household="" if one.no_parting is None else wording.pick(one.no_parting),
            cases=self._cases(one),
            turned=tuple(self._case(case, one) for case in one.cases if case.is_turned),
            opened=tuple(case.case for case in one.cases if not case.is_turned),
            registry=self._registry(one),
            open=tuple(self._open(one)),
        )

    def _clause(self, where: str) -> str:
        number = int(where.partition(".")[0])
        clause = self._found.pack.document.clause(number)
        title = (clause.title if clause else None) or ""
        return " ".join(part for part in (str(number), title, self._wording.rendering(number)) if part)

    def _quotation(self, one: Contested) -> Quotation:
        wording, words = self._wording, one.point.words
        where = words.where
        text = self._found.pack.document.words_at(where)
        rendering = wording.rendering(where if "." in where else int(where))
        return Quotation(wording.where(where), text, spans_in(text, [words], where), rendering)

    def _open(self, one: Contested) -> Iterator[OpenLine]:
        """What else the sentence leaves unsaid, each words once."""
        words = one.point.words
        left = {each.text: each for each in open_words(self._found.pack, words.where) if each.text != str(words)}
        return (OpenLine(text, self._wording.pick(each.why)) for text, each in left.items())

    def _readings(self, one: Contested) -> tuple[ReadingLines, ReadingLines]:
        held = None if one.says is None else str(one.says.value)
        verdicts = ("", "") if one.parting is None else tuple(map(self._verdict, one.parting.verdicts))
        first, second = (
            self._reading(reading, verdict, is_held=reading.id == held)
            for reading, verdict in zip(one.point.readings, verdicts, strict=True)
        )
        return first, second

    def _reading(self, reading: PointReading, verdict: str, *, is_held: bool) -> ReadingLines:
        name, says = self._wording.pick(reading.name), self._wording.pick(reading.label)
        return ReadingLines(name, says, self._wording.cited(reading.law), is_held, verdict)

    def _verdict(self, verdict: Verdict) -> str:
        return self._wording.word(verdict.value)

    def _office(self, one: Contested) -> str:
        said, last = one.says, one.outdated
        if said is not None:
            since = self._wording.since(said.since)
            until = "" if said.until is None else self._say(f"，至 {said.until} 止", f", until {said.until}")
            return self._wording.aside(
                self._read_as(one, said.value), f"{since}{until}{self._say('，', ', ')}{said.by}"
            )
        if last is not None:
            read = self._read_as(one, last.value)
            return self._say(
                f"未答复；至 {last.until} 止读作“{read}”（{last.by}）",
                f"says nothing today; until {last.until} it read it as “{read}” ({last.by})",
            )
        return self._say("未答复", "has not said") if self._found.office else self._say(
            "没有给出机关文件（--office）", "no office file was given (--office)"
        )  # fmt: skip

    def _read_as(self, one: Contested, reading: Value) -> str:
        """The name of a reading that an office holds."""
        return self._wording.pick(one.point.reading(str(reading)).name)

    def _rules(self, hanging: Iterable[Hanging], kind: RuleKind | None, *, direct: bool) -> tuple[RuleLine, ...]:
        return tuple(
            RuleLine(one.rule.provision, self._wording.pick(one.rule.title), one.rule.id)
            for one in hanging
            if one.is_direct is direct and kind in (None, one.rule.kind)
        )

    # ------------------------------------------------------------ whom it tells apart

    def _household(self, parting: Parting) -> HouseholdLines:
        rule = self._found.pack.rule(parting.rule)
        titled = self._wording.aside(f"{rule.provision} {self._wording.pick(rule.title)}", parting.subject or "")
        return HouseholdLines(titled, tuple(self._known(parting.case)), parting.text)

    def _known(self, case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Who is there, with what is known of each, in the order of the pack."""
        wording = self._wording
        said = {name: value for name, value in case.values.items() if name.startswith("office.")}
        own = tuple(self._facts({name: value for name, value in case.values.items() if name not in said}))
        if own or not case.members:
            yield wording.word("household"), own
        if said:
            yield wording.word("office"), tuple(self._facts(said))
        for member in case.members or ():
            yield member.id, tuple(self._facts(member.values))

    def _facts(self, values: Mapping[str, Value]) -> Iterator[str]:
        for name in self._found.pack.facts:
            if name in values:
                yield self._wording.named(self._wording.label(name), self._wording.value(name, values[name]))

    def _cases(self, one: Contested) -> str:
        whole, turned = self._found.cases, sum(case.is_turned for case in one.cases)
        if not whole:
            return self._say("规则包没有个案", "the pack has no cases")
        more = len(one.cases) - turned
        said = self._say(f"{whole} 个中 {turned} 个的结论不同", f"{turned} of {whole} {_turn(turned)}")
        opened = self._say(
            f"；另有 {more} 个按一种读法待定", f"; {more} more {'is' if more == 1 else 'are'} left open by one reading"
        )
        return said + (opened if more else "")

    def _case(self, case: TurnedCase, one: Contested) -> CaseLine:
        read = "" if case.reads is None else self._read_as(one, case.reads)
        reads = self._say(f"其机关读作“{read}”", f"its office reads “{read}”") if read else ""
        findings = tuple(self._finding(each) for each in case.findings if each.is_turned)
        return CaseLine(case.case, self._wording.pick(case.title), reads, findings)

    def _finding(self, found: TurnedFinding) -> str:
        rule = self._found.pack.rule(found.rule)
        titled = self._wording.aside(_titled(rule, self._wording), found.subject or "")
        return self._wording.named(titled, " │ ".join(map(self._verdict, found.verdicts)))

    def _registry(self, one: Contested) -> str:
        turned = one.turned
        if turned is None:
            return ""
        return self._say(
            f"{turned.households:,} 户中 {turned.turned:,} 户的结论不同，{turned.unsure:,} 户现在说不准",
            f"{turned.turned:,} of {turned.households:,} households {_turn(turned.turned)}, and of {turned.unsure:,} "
            "nobody can say yet",
        )


def _turn(number: int) -> str:
    return "turns" if number == 1 else "turn"


def _titled(rule: Rule, wording: Wording) -> str:
    return f"{rule.provision} {wording.pick(rule.title)}"
