"""What the parts of a condition come to, however many there are: a few are looked up, of many it is worked out."""

from __future__ import annotations

import pytest

from engine.one_rule import household, verdict
from specification.written import fact


@pytest.mark.parametrize("parts", [1, 2, 3, 4, 5, 6])
def test_one_part_decides_beside_any_number_of_others(parts: int) -> None:
    names = [f"part{number}" for number in range(parts)]
    facts = {f"household.{name}": fact("boolean") for name in names}
    leaves = [{"if": name} for name in facts]

    def found(kind: str, others: bool, last: bool | None) -> str:
        known = dict.fromkeys(names, others) | {names[-1]: last}
        return verdict({kind: leaves}, household(**{name: value for name, value in known.items() if value is not None}),
                       facts)  # fmt: skip

    assert [found("all", True, last) for last in (False, None, True)] == ["does_not_apply", "undetermined", "applies"]
    assert [found("any", False, last) for last in (False, None, True)] == ["does_not_apply", "undetermined", "applies"]
    assert parts == 1 or found("all", False, None) == "does_not_apply"
    assert parts == 1 or found("any", True, None) == "applies"
