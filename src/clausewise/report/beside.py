"""What stands beside an answer whatever it answers, in JSON: notices, and the office that spoke; with their schemas.

Answers on households and on registries share it. Nothing here evaluates anything.
"""

from __future__ import annotations

from typing import Any

from clausewise.case import Office
from clausewise.case.notices import Notice, NoticeKind
from clausewise.language.labels import Label
from clausewise.report.schema_shapes import TEXT, Schema, closed, one_of, or_null, ref
from clausewise.report.wording import Wording

Data = dict[str, Any]


def notice_as_data(notice: Notice) -> Data:
    """One notice."""
    return {
        "kind": notice.kind.value,
        "fact": notice.fact,
        "member": notice.member,
        "place": None if notice.place is None else str(notice.place),
        "text": _label(notice.text),
        "mend": _label(notice.mend),
    }


def office_as_data(office: Office) -> Data:
    """Whose answers stand in the case: of an office file with its digest, or of the case itself."""
    title = None if office.title is None else _label(office.title)
    return {"id": office.id or None, "title": title, "digest": office.digest}


def notice_in_words(notice: Notice, wording: Wording) -> str:
    """One notice with what to do about it, and where."""
    text = wording.aside(wording.pick(notice.text), wording.pick(notice.mend))
    return text if notice.place is None else f"{text}  {notice.place}"


def notice_schema() -> Schema:
    """The schema of a notice."""
    return closed(
        {
            "kind": one_of(NoticeKind),
            "fact": or_null(TEXT),
            "member": or_null(TEXT),
            "place": or_null(TEXT),
            "text": ref("label"),
            "mend": ref("label"),
        },
        "What whoever reads the answer should know beside it: where, what is so, and what to do.",
    )


def office_schema() -> Schema:
    """The schema of an office."""
    return closed(
        {"id": or_null(TEXT), "title": or_null(ref("label")), "digest": TEXT},
        "The office that answered, with the SHA-256 of its file; the digest is empty where the case speaks for it.",
    )


def _label(label: Label) -> Data:
    return {"zh": label.zh, "en": label.en}
