"""The words and cases of the small pack audited, as `clausewise audit --only words,cases` does."""

from __future__ import annotations

from pathlib import Path

from clausewise.audit.model import Audit
from clausewise.audit.running import AuditPart, run_audit
from clausewise.packs import pack_at_root
from clausewise.report.audit.mutant_words import say_mutant
from small_pack import PACK_ID, alter


def audit_of(root: Path) -> Audit:
    """An audit of the pack below a folder; its first case goes by the pack as it is."""
    case = root / "cases" / PACK_ID / "grandmother.yaml"
    if "does_not_apply: [age.travel_card]" in case.read_text(encoding="utf-8"):
        alter(case, "  does_not_apply: [age.travel_card]\n", "")
        alter(case, "measures: {1: applies, 2: institutional}", "measures: {1: applies}")
    return run_audit(pack_at_root(root, PACK_ID), say_mutant, parts=(AuditPart.WORDS, AuditPart.CASES))
