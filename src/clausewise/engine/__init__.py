"""The case engine: one case in, findings out, each with its proof.

Leaves, quantifiers and values are evaluated exactly on the tree of conditions; durable-rules chains the rules forward
over the codes 0 (false), 1 (unknown), 2 (true); the two are compared on every case before a finding leaves.
"""

from clausewise.engine.check import Engine
from clausewise.engine.findings import (
    DeadlineState,
    Finding,
    Grant,
    Listing,
    Measure,
    MeasureVerdict,
    Missing,
    Result,
)
from clausewise.engine.proof import FactRead, Proof, ProofNode

__all__ = [
    "DeadlineState",
    "Engine",
    "FactRead",
    "Finding",
    "Grant",
    "Listing",
    "Measure",
    "MeasureVerdict",
    "Missing",
    "Proof",
    "ProofNode",
    "Result",
]
