"""Each contested point has a case on either side and one between, or the audit says which is lacking."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit_of import audit_of
from clausewise.audit.model import Audit
from clausewise.audit.thresholds import Thresholds, hold_thresholds
from clausewise.audit.totals import Share, totals_of
from clausewise.recording.audits import record_audit
from clausewise.report.audit.concerns import concerns_of
from clausewise.report.audit.html import render_audit_html
from contested_pack import write_contested_pack
from records.recorded import data_of
from small_pack import write

IN_VILLAGE = """\
case: villagers
as_of: 2024-06-30
household: {area: rural, registered_in_town: false}
expect:
  does_not_apply: [age.travel_card]
"""


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """An audit of the small pack whose point has no case for which it fails."""
    root = tmp_path_factory.mktemp("lacking")
    write_contested_pack(root)
    return audit_of(root)


def test_a_point_without_a_case_on_one_side_is_named_with_the_side(lacking: Audit) -> None:
    (point,) = lacking.cases.points  # type: ignore[union-attr]
    assert (point.holds, point.fails, point.between) == (("born-in-town",), (), ("moved-to-town",))
    (concern,) = [one for one in concerns_of(lacking) if one.kind == "contested"]
    assert (concern.id, concern.provisions, concern.words) == ("contested/town", ("1.2",), "城镇家庭")
    assert concern.says.en == (
        "Is a town household one that lives in a town, or one that is registered there? No case lies where it fails"
    )


def test_a_threshold_asks_for_a_case_on_either_side_of_every_point(lacking: Audit, tmp_path: Path) -> None:
    totals = totals_of(lacking)
    assert totals.cases is not None
    assert totals.cases.contested == Share(0, 1)
    (shortfall,) = hold_thresholds(totals, Thresholds(shares={"contested": 100}))  # type: ignore[dict-item]
    assert shortfall.says.en.startswith("contested readings with a case on either side and between: 0/1")
    write_contested_pack(tmp_path)
    write(tmp_path / "cases/old-age/villagers.yaml", IN_VILLAGE)
    whole = audit_of(tmp_path)
    assert totals_of(whole).cases.contested == Share(1, 1)  # type: ignore[union-attr]
    assert not [one for one in concerns_of(whole) if one.kind == "contested"]


def test_a_case_that_fails_for_another_reason_lies_on_no_side(lacking: Audit) -> None:
    """grandmother lives in the village, and nobody knows where the household is registered: it is for neither side."""
    (point,) = lacking.cases.points  # type: ignore[union-attr]
    assert "grandmother" not in (*point.holds, *point.fails, *point.between)


def test_the_json_and_the_page_show_what_is_contested_with_its_cases(lacking: Audit) -> None:
    (point,) = data_of(record_audit(lacking))["contested"]
    assert point["cases"] == {"holds": ["born-in-town"], "between": ["moved-to-town"]}
    assert [one["id"] for one in point["says"]["readings"]] == ["lives", "registered"]
    page = render_audit_html(lacking, "en")
    assert 'href="#contested-1">read in two ways 1</a>' in page
    assert 'id="point-town"' in page
    assert "Written down as read in two ways: 1 (clausewise contested)." in page
