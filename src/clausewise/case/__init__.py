"""Household files, read and checked against the facts of a pack. Nothing here evaluates a rule."""

from clausewise.case.model import Case, Detail, Expectations, Member, RuleSubject
from clausewise.case.office import Office, Said
from clausewise.case.office_reading import read_office
from clausewise.case.reading import parse_case, read_case, read_case_bytes

__all__ = [
    "Case",
    "Detail",
    "Expectations",
    "Member",
    "Office",
    "RuleSubject",
    "Said",
    "parse_case",
    "read_case",
    "read_case_bytes",
    "read_office",
]
