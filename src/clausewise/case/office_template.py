"""Writes an empty office file to fill in: every office fact and every contested point, each with its question.

As it is written, the office has said nothing. Nothing here reads a file or asks anybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.case.template import commented, what_may_be_written, word_in_yaml
from clausewise.language.citing import cite
from clausewise.language.contested import ContestedPoint, point_of_fact
from clausewise.language.facts import Fact, Subject
from clausewise.language.labels import Label, Language
from clausewise.language.model import Pack

_HEAD = Label(
    "本机关的答复：{pack}。\n"
    "\n"
    "每项先去掉行首的 # 号，再写从哪天起（from）、答复是什么（value）、谁决定的或依据什么文件（by）；到某天为止的，\n"
    "再写 until。不改的就是尚未答复：由此待定的措施会列出由哪个部门决定，不会因此被否定。\n"
    "填好后运行：clausewise check 个案 --office 文件名",
    "What the office says, for {pack}.\n"
    "\n"
    "Take away the # of a line, then write from which day (from:), what holds (value:), and whose decision it is or\n"
    "the paper that says so (by:); and until: where it ends. What is left as it is has not been answered: what waits\n"
    "for it is undetermined and names who decides, and nothing is refused by it.\n"
    "When it is filled in: clausewise check CASE --office FILE",
)
_FACTS = Label("本机关的情况", "What holds here")
_READS = Label("有两种读法的文字，本机关怎样读", "Words that can be read in two ways: how the office reads them")
_DECIDES = Label("由{agency}决定", "for {agency} to decide")
_LAW = Label("依据", "law")
_READING = Label("{name}：{says}", "{name}: {says}")
_CONTACTS = Label("部门在哪里办、电话多少", "Where agencies are found")


def office_template(pack: Pack, language: Language, office: str) -> str:
    """The text of an office file in which nothing is said yet."""
    return "\n".join(_lines(pack, language, office)) + "\n"


def _lines(pack: Pack, language: Language, office: str) -> Iterator[str]:
    yield from commented(_HEAD.in_(language).format(pack=pack.title.in_(language)))
    yield from ("", f"office: {word_in_yaml(office)}", f"pack: {word_in_yaml(pack.id)}", "#title:")
    facts = [fact for fact in pack.facts.values() if fact.subject is Subject.OFFICE]
    own = [fact for fact in facts if point_of_fact(fact.name) is None]
    if own:
        yield from ("", *commented(_FACTS.in_(language)), "facts:")
    for fact in own:
        yield from _fact(fact, language)
    if pack.contested:
        yield from ("", *commented(_READS.in_(language)), "reads:")
    for point in pack.contested.values():
        yield from _point(pack, point, language)
    yield from ("", *commented(_CONTACTS.in_(language)), "contacts:")
    yield from (
        f'  #{name}: {{place: "", phone: ""}}  # {one.label.in_(language)}' for name, one in pack.agencies.items()
    )


def _fact(fact: Fact, language: Language) -> Iterator[str]:
    asked = (fact.ask or fact.label).in_(language)
    yield from ("", *commented(f"{asked} ({', '.join(fact.cited)})" if fact.cited else asked, "  "))
    yield f"  #{fact.short_name}: [{{from: , value: , by: }}]  # {what_may_be_written(fact, language)}"


def _point(pack: Pack, point: ContestedPoint, language: Language) -> Iterator[str]:
    decides = _DECIDES.in_(language).format(agency=pack.agencies[point.decides].label.in_(language))
    yield from ("", *commented(f"{point.words.where}「{point.words}」{point.label.in_(language)}", "  "))
    yield from commented(decides, "  ")
    for reading in point.readings:
        laws = "; ".join(one.in_(language) for one in cite(pack, reading.law))
        law = f" ({_LAW.in_(language)}: {laws})" if laws else ""
        name, says = reading.name.in_(language), reading.label.in_(language)
        yield from commented(f"{reading.id} = {_READING.in_(language).format(name=name, says=says)}{law}", "  ")
    yield f"  #{point.id}: [{{from: , value: , by: }}]"
