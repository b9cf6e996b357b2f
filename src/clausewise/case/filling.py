"""Fills a case file in where it stands: an answer takes the # off its own line, and every other byte stays.

Knows files as `clausewise new` writes them and as people write them line by line. Where a file is written otherwise,
or what comes of it would not read back as the case, there is no text: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from clausewise.case.model import Case, Member
from clausewise.case.reading import read_case_bytes
from clausewise.case.writing import write_entries, write_scalar
from clausewise.classes import NamedTuple, dataclass
from clausewise.errors import InputError
from clausewise.language.facts import Subject
from clausewise.language.model import Pack

_TOP = re.compile(r"#?[A-Za-z_]+:")
_KEY = re.compile(r"(?P<indent> *)(?P<off>#?)(?P<key>[A-Za-z_][A-Za-z0-9_]*):(?P<rest>.*)\Z")
_REMARK = re.compile(r"(\s+#.*)\Z")
_MEMBER = re.compile(r"(?P<indent> *)- id:(?P<rest>.*)\Z")
_OWN_BLOCKS = ("topics", "answers", "set_aside")


def fill_in(raw: bytes, case: Case, pack: Pack) -> str | None:
    """The text of a file with what a case says put into it; None where that cannot be done line by line."""
    try:
        text = raw.decode("utf-8")
        if "\r" in text:
            return None
        before = read_case_bytes(raw, case.file, pack)
        filled = _Form(text.removesuffix("\n").split("\n"), pack).fill(before, case)
        after = read_case_bytes(filled.encode(), case.file, pack) if filled is not None else None
    except (InputError, UnicodeDecodeError):
        return None
    return filled if after is not None and _says(after) == _says(case) else None


def _says(case: Case) -> object:
    """What a case says that an interview can change."""
    own = {name: value for name, value in case.values.items() if not name.startswith(f"{Subject.OFFICE}.")}
    return own, case.spans, case.members, case.everybody, case.topics, case.answers, case.set_aside


class _Said(NamedTuple):
    """What a key is to say: a value as files hold it (None: nothing), and the word for it in Chinese forms."""

    key: str
    value: str | None
    word: str | None = None

    def beside(self, remark: str) -> str:
        """The value as the remark on its line writes it: in Chinese where that lists the values so."""
        if self.word is not None and self.word in remark and (self.value or "") not in remark:
            return self.word
        return self.value or ""


_TRUTHS = {True: ("true", "是"), False: ("false", "否")}


@dataclass
class _Form:
    """The lines of a file, as they are filled in."""

    lines: list[str]
    pack: Pack

    def fill(self, before: Case, case: Case) -> str | None:
        """The text with what differs between two cases; None where a place for it is not found."""
        was = _who_was(before.members, case.members)
        listed, called = [one.id for one in before.members], {new: old.id for new, old in was.items()}
        if list(called.items()) != [(one, one) for one in listed] and not self._list_members(called, case.members):
            return None
        for subject in (Subject.HOUSEHOLD, Subject.APPLICATION):
            self._fill_facts(subject, before, case)
        for member in case.members:
            if member.id not in was and self._member(member.id) is None and not self._add_member(member.id):
                return None
        if case.everybody != before.everybody and not (case.everybody and before.members == case.members == ()):
            self._state(0, len(self.lines), _Said("everybody", *_TRUTHS[case.everybody]), "")
        for member in case.members:
            if self._member(member.id) is None:
                return None
            self._fill_member(was.get(member.id, Member(member.id, {})), member)
        written, blocks = write_entries(before), write_entries(case)
        for key in _OWN_BLOCKS:
            if written.get(key) != blocks.get(key):
                self._replace_block(key, blocks.get(key, ""))
        return "\n".join(self.lines) + "\n"

    # ------------------------------------------------------------ facts

    def _fill_facts(self, subject: Subject, before: Case, case: Case) -> None:
        for said in _changed(self.pack, subject, before, case):
            section = self._section(subject.value)
            if section is None:
                self._append([f"{subject.value}:"])
                section = self._section(subject.value)
            assert section is not None
            self._state(*section, said, "  ")

    def _fill_member(self, old: Member, member: Member) -> None:
        for said in _changed(self.pack, Subject.MEMBER, old, member):
            place = self._member(member.id)
            assert place is not None
            begin, end, indent = place
            self._state(begin, end, said, indent)

    def _state(self, begin: int, end: int, said: _Said, indent: str) -> None:
        """Let the lines from one to another state a value, or (None) state nothing."""
        off = None
        for number in range(begin, end):
            found = _KEY.match(self.lines[number])
            if found is None or found["key"] != said.key or (indent == "" and found["indent"]):
                continue
            if not found["off"]:
                stating = _stating(found, said)
                self.lines[number : number + 1] = [stating] if stating is not None else []
                return
            off = number if off is None else off
        if said.value is None:
            return
        if off is not None:
            found = _KEY.match(self.lines[off])
            assert found is not None
            self.lines[off] = f"{found['indent']}{said.key}: {said.beside(found['rest'])}{found['rest']}"
            return
        self.lines.insert(end, f"{indent}{said.key}: {said.value}")

    # ------------------------------------------------------------ places

    def _section(self, key: str) -> tuple[int, int] | None:
        """The lines below a key at the left edge, none of which is a key there."""
        for number, line in enumerate(self.lines):
            if line.partition("#")[0].rstrip() == f"{key}:":
                return number + 1, self._end_of_block(number + 1)
        return None

    def _end_of_block(self, begin: int) -> int:
        """Where the lines end that stand below a key: before the next key, and before what is said of it."""
        end = begin
        for number in range(begin, len(self.lines)):
            line = self.lines[number]
            if _TOP.match(line):
                break
            end = number + 1 if line.startswith((" ", "-")) else end
        return end

    def _member(self, member: str) -> tuple[int, int, str] | None:
        """The lines of a member below its id, and how far they are indented."""
        section = self._section("members")
        if section is None:
            return None
        begins = [
            (number, found) for number in range(*section) if (found := _MEMBER.match(self.lines[number])) is not None
        ]
        for place, (number, found) in enumerate(begins):
            if _id_of(found) == member:
                end = begins[place + 1][0] if place + 1 < len(begins) else section[1]
                return number + 1, end, found["indent"] + "  "
        return None

    def _list_members(self, called: Mapping[str, str], members: Sequence[Member]) -> bool:
        """List the members in their order; `called` has what each was called whom the file lists.

        Of whoever is gone, remarks stay. False where the members are not listed line by line.
        """
        section = self._section("members")
        if section is None:
            return False
        begin, end = section
        listed: list[str] = []
        blocks: dict[str, list[str]] = {}
        block, is_gone = listed, False
        for line in self.lines[begin:end]:
            found = _MEMBER.match(line)
            if found is not None:
                is_gone = _id_of(found) not in called.values()
                block = block if is_gone else blocks.setdefault(_id_of(found), [])
            block += _remark_of(line) if is_gone else (line,)
        if not blocks.keys() >= set(called.values()):
            return False
        for one in members:
            first, *rest = blocks.get(called.get(one.id, ""), ["  - id:"])
            found = _MEMBER.match(first)
            assert found is not None
            remark = _REMARK.search(found["rest"])
            named = f"{found['indent']}- id: {write_scalar(one.id)}{remark[1] if remark else ''}"
            listed += [first if called.get(one.id) == one.id else named, *rest]
        self.lines[begin:end] = listed
        return True

    def _add_member(self, member: str) -> bool:
        """List one more member; False where the members are not listed line by line."""
        section = self._section("members")
        if section is None:
            if any(line.startswith("members:") for line in self.lines):
                return False
            self._append(["members:"])
            section = self._section("members")
            assert section is not None
        listed = any(_MEMBER.match(self.lines[number]) for number in range(*section))
        self.lines.insert(section[1] if listed else section[0], f"  - id: {write_scalar(member)}")
        return True

    # ------------------------------------------------------------ blocks of the interview's own

    def _replace_block(self, key: str, text: str) -> None:
        begin = next((number for number, line in enumerate(self.lines) if line.startswith(f"{key}:")), None)
        if begin is None:
            self._append(text.splitlines())
            return
        self.lines[begin : self._end_of_block(begin + 1)] = text.splitlines()

    def _append(self, lines: list[str]) -> None:
        while lines and self.lines and not self.lines[-1].strip():
            self.lines.pop()
        self.lines += lines


def _id_of(found: re.Match[str]) -> str:
    """What the line of a member calls it."""
    return found["rest"].partition(" #")[0].strip().strip("\"'")


def _remark_of(line: str) -> Iterator[str]:
    """What is left of a line of whoever is gone: a remark, or what could be stated of anybody; nothing stated."""
    found = _MEMBER.match(line) or _KEY.match(line)
    if not line.strip() or line.lstrip().startswith("#"):
        yield line
    elif found is not None and (remark := _REMARK.search(found["rest"])):
        yield f"{found['indent']}{remark[1].lstrip()}"


def _who_was(before: Sequence[Member], after: Sequence[Member]) -> dict[str, Member]:
    """Who each member was before, by its id now: of the same id, or in the same place of those that have none."""
    by_id = {one.id: one for one in before}
    was = {one.id: by_id[one.id] for one in after if one.id in by_id}
    for old, new in zip(before, after, strict=False):
        if old.id not in was and new.id not in was:
            was[new.id] = old
    return {one.id: was[one.id] for one in after if one.id in was}


def _stating(found: re.Match[str], said: _Said) -> str | None:
    """A line that stated something, and now states a value or, behind a #, nothing; None where it says nothing more."""
    remark = _REMARK.search(found["rest"])
    rest = remark[1] if remark else ""
    if said.value is None:
        return f"{found['indent']}#{found['key']}:{rest}" if rest else None
    return f"{found['indent']}{found['key']}: {said.beside(rest)}{rest}"


def _changed(pack: Pack, subject: Subject, old: Case | Member, new: Case | Member) -> Iterator[_Said]:
    """The facts of a subject that differ, each as it is written now."""
    for fact in pack.facts.values():
        if fact.subject is subject:
            before, after = (one.values.get(fact.name, one.spans.get(fact.name)) for one in (old, new))
            if before == after:
                continue
            if isinstance(after, bool):
                yield _Said(fact.short_name, *_TRUTHS[after])
            else:
                label = (fact.values or {}).get(after) if isinstance(after, str) else None
                written = None if after is None else write_scalar(after)
                yield _Said(fact.short_name, written, write_scalar(label.zh) if label else None)
