"""What the desk keeps: people of the office, households with every answer, decisions, what the office says, the log."""

from clausewise.desk.models.decisions import Decision, DecisionState
from clausewise.desk.models.households import Answer, AnswerState, Household, HouseholdState, Member, Told
from clausewise.desk.models.log import Act, LogEntry
from clausewise.desk.models.office import OfficeSettings, Review, Statement, Window
from clausewise.desk.models.people import Person, Role

__all__ = [
    "Act",
    "Answer",
    "AnswerState",
    "Decision",
    "DecisionState",
    "Household",
    "HouseholdState",
    "LogEntry",
    "Member",
    "OfficeSettings",
    "Person",
    "Review",
    "Role",
    "Statement",
    "Told",
    "Window",
]
