"""A change to the policy in the words of the policy: the labels of its facts and the words that are quoted, no code.

`age in completed years ≥ 18 years made ≥ 19 years, 「年满18周岁」` for `member.age >= 18 made member.age >= 19`.
Nothing here judges a change.
"""

from __future__ import annotations

from clausewise.audit.model import Edited, MutantReport
from clausewise.language import conditions as c
from clausewise.language.expressions import Comparison, Expression
from clausewise.language.labels import Label
from clausewise.language.model import Pack
from clausewise.report.wording import Wording

# Of a branch with more parts than this, only the first are named where it quotes no words of its own.
_MOST_PARTS = 4


def say_mutant(pack: Pack, mutant: MutantReport) -> Label:
    """What a mutant changes, with the words it changes the meaning of, in both languages."""
    zh, en = (_said(Wording(pack, language), mutant) for language in ("zh", "en"))
    return Label(zh, en)


def _said(wording: Wording, mutant: MutantReport) -> str:
    said = wording.pick(mutant.says) if mutant.edited is None else _edited(wording, mutant.edited)
    quoted = f"「{mutant.words}」"
    if not mutant.words or quoted in said:
        return said
    return f"{said}，{quoted}" if wording.chinese else f"{said}, {quoted}"


def _edited(wording: Wording, edited: Edited) -> str:
    said = _change(wording, edited.before, edited.after)
    return said if edited.of is None else wording.named(wording.pick(edited.of), said)


def _change(wording: Wording, before: c.Condition | Expression, after: c.Condition | Expression | None) -> str:
    if after is None:
        return wording.named("去掉" if wording.chinese else "left out", _phrase(wording, before))
    if isinstance(after, c.Not) and after.part == before:
        return wording.named("反过来" if wording.chinese else "turned round", _phrase(wording, before))
    if isinstance(before, c.Not) and before.part == after:
        return wording.named(
            "不再反过来" if wording.chinese else "no longer turned round", _phrase(wording, before.part)
        )
    old, new = _side_by_side(wording, before, after)
    return f"{old} 改为 {new}" if wording.chinese else f"{old} made {new}"


def _side_by_side(
    wording: Wording, before: c.Condition | Expression, after: c.Condition | Expression
) -> tuple[str, str]:
    """What stood there and what stands there now; of the second, what is the same on its left side is left out."""
    first, second = (one.expression if isinstance(one, c.If) else one for one in (before, after))
    if isinstance(first, Comparison) and isinstance(second, Comparison) and first.left == second.left:
        shared = wording.expression(first.left)
        old, new = wording.expression(first), wording.expression(second)
        return old, new.removeprefix(shared).strip()
    if isinstance(first, c.All | c.Any | c.Some | c.Every | c.Count | c.FindingOf) and isinstance(second, c.Condition):
        # What stands below it is the same.
        return _phrase(wording, first), f"“{wording.condition(second)}”"
    return _phrase(wording, first), _phrase(wording, second)


def _phrase(wording: Wording, one: c.Condition | Expression) -> str:
    """A condition or an expression in words; a branch with its parts, or by the words it quotes."""
    if not isinstance(one, c.Condition):
        return wording.expression(one)
    parts = c.parts_of(one)
    if not parts:
        return wording.condition(one)
    if one.words is not None:
        return wording.aside(f"「{one.words}」", wording.condition(one))
    shown = [_phrase(wording, part) for part in parts[:_MOST_PARTS]]
    shown += ["…"] if len(parts) > _MOST_PARTS else []
    return wording.aside(wording.condition(one), wording.in_turn(shown))
