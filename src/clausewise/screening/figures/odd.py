"""What is odd about a registry that can be used: told with its figures, and changing none of them."""

from __future__ import annotations

from enum import StrEnum

from clausewise.classes import dataclass
from clausewise.language.labels import Label


class OddKind(StrEnum):
    """One kind of thing that a person should look at."""

    SEEMS_UTF8 = "seems_utf8"
    NO_ROW = "no_row"
    PERHAPS_NO_DAY = "perhaps_no_day"
    ALIKE_IDS = "alike_ids"

    @property
    def label(self) -> Label:
        return _LABELS[self]


_LABELS = {
    OddKind.SEEMS_UTF8: Label(
        "按字节是 UTF-8，对应表写的却是别的编码，汉字会成乱码：请删去 encoding",
        "is UTF-8 by its bytes, and the mapping names another encoding, which garbles it: delete encoding",
    ),
    OddKind.NO_ROW: Label("没有一行数据：请看文件是否完整", "has no row: see whether the file is whole"),
    OddKind.PERHAPS_NO_DAY: Label(
        "太早或太多，可能代表“未知”：如是，请写入对应表的 unknown",
        "is so early or so frequent that it may stand for a day that is not known: if so, write it under unknown",
    ),
    OddKind.ALIKE_IDS: Label(
        "编号只差大小写、全半角或空格：可能是同一个",
        "are ids that differ by case, width or white space alone: they may be one",
    ),
}


@dataclass(frozen=True, slots=True)
class Odd:
    """One odd thing: the file or table it is about, the column and what stands there where it is about one, and of how
    many rows it is true."""

    kind: OddKind
    where: str
    column: str | None = None
    value: str | None = None
    rows: int | None = None
