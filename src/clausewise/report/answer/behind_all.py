"""What `--all` would show: that there is more than stands here, and of which clauses."""

from __future__ import annotations

from collections.abc import Iterable

from clausewise.report.wording import Wording


def more_questions(wording: Wording, number: int, clauses: Iterable[str]) -> str:
    """That there are so many more questions, of which clauses, and how to see them all."""
    which = list(clauses)
    if wording.chinese:
        return f"另有 {number} 个问题（第{wording.listed(which)}条）：--all 全部列出"
    questions = "1 more question" if number == 1 else f"{number} more questions"
    return f"{questions} ({wording.clauses(which)}): --all lists {'it' if number == 1 else 'them'}"


def listed_by_all(wording: Wording, clauses: Iterable[str], *, others: bool) -> str:
    """That there are questions, or `others` than those shown, of which clauses, and how to see them."""
    which = list(clauses)
    if wording.chinese:
        return f"{'其余' if others else ''}见 --all（第{wording.listed(which)}条）"
    return f"--all lists {'the others' if others else 'them'} ({wording.clauses(which)})"
