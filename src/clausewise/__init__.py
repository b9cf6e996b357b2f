"""Clausewise: policy documents as rules, household cases checked against them, every answer with its clause.

    import clausewise

    pack = clausewise.load("chongqing-2020")
    answer = pack.check({"household": {"area": "urban", "dibao": True, "meets_housing_criteria": True}, "members": []})
    for benefit in answer.benefits:
        print(benefit.title.en, *benefit.words)

Everything that can be asked from Python is here, and docs/python.md tells it. Names are imported when they are first
used, so that importing Clausewise costs nothing.
"""

TYPE_CHECKING = False  # type checkers take it for true; to import it would take longer than all else here
if TYPE_CHECKING:
    from clausewise.api.answers import Answer, Finding
    from clausewise.api.audits import Audit, Diff
    from clausewise.api.contesting import Contested
    from clausewise.api.explanations import Explanation
    from clausewise.api.interviews import Interview
    from clausewise.api.packs import Pack, load
    from clausewise.api.receipts import Receipt, Replayed, replay, verify
    from clausewise.api.screenings import Screening
    from clausewise.case import Case, Office
    from clausewise.errors import (
        CaseError,
        ClausewiseError,
        DocumentError,
        EngineDisagreement,
        InputError,
        MappingError,
        OfficeError,
        PackError,
        ProcessGone,
        RequestError,
    )
    from clausewise.language.verdicts import Verdict

__version__ = "0.1.0"

_HOMES = {
    "clausewise.api.answers": ("Answer", "Finding"),
    "clausewise.api.audits": ("Audit", "Diff"),
    "clausewise.api.contesting": ("Contested",),
    "clausewise.api.explanations": ("Explanation",),
    "clausewise.api.interviews": ("Interview",),
    "clausewise.api.packs": ("Pack", "load"),
    "clausewise.api.receipts": ("Receipt", "Replayed", "replay", "verify"),
    "clausewise.api.screenings": ("Screening",),
    "clausewise.case": ("Case", "Office"),
    "clausewise.errors": (
        "CaseError",
        "ClausewiseError",
        "DocumentError",
        "EngineDisagreement",
        "InputError",
        "MappingError",
        "OfficeError",
        "PackError",
        "ProcessGone",
        "RequestError",
    ),
    "clausewise.language.verdicts": ("Verdict",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "Audit",
    "Case",
    "CaseError",
    "ClausewiseError",
    "Contested",
    "Diff",
    "DocumentError",
    "EngineDisagreement",
    "Explanation",
    "Finding",
    "InputError",
    "Interview",
    "MappingError",
    "Office",
    "OfficeError",
    "Pack",
    "PackError",
    "ProcessGone",
    "Receipt",
    "Replayed",
    "RequestError",
    "Screening",
    "Verdict",
    "__version__",
    "load",
    "replay",
    "verify",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module clausewise has no attribute {name}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
