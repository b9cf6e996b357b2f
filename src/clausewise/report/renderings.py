"""Our rendering of a sentence, without the parts that words relied on have nothing in: cut, it says nothing else.

A sentence and its rendering go together part by part where semicolons make as many of either; what stands before the
first comma of both goes for all parts. Where they do not go together, the rendering stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence

_OMITTED = "…"


def rendering_of(text: str, spans: Sequence[tuple[int, int]], rendering: str) -> str:
    """The parts of a rendering in whose Chinese stretches (begin, end) stand; all of it where that is not known."""
    chinese, english = text.split("；"), rendering.split(";")
    if len(chinese) < 2 or len(chinese) != len(english):
        return rendering
    lead, _, rest = english[0].partition(",")
    chinese_lead, _, chinese_rest = chinese[0].partition("，")
    if not rest or not chinese_rest:
        return rendering
    begins, at = [], len(chinese_lead) + 1
    for part in (chinese_rest, *chinese[1:]):
        begins.append((at, at + len(part)))
        at += len(part) + 1
    used = [any(begin < end_of and end > begin_of for begin, end in spans) for begin_of, end_of in begins]
    parts = [part.strip() for part, is_used in zip((rest, *english[1:]), used, strict=True) if is_used]
    if not parts or all(used):
        return rendering
    closing = "" if used[-1] else ".]" if rendering.endswith("]") else "."
    opening = ", " if used[0] else f", {_OMITTED} "
    return f"{lead}{opening}{f'; {_OMITTED} '.join(parts)}{closing}"
