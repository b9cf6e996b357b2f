"""Whether topics can lose a family what it did not know it had: each benefit has a topic, and is never lost by a tick.

The proof is the audit's; where the solver is not installed that is said, since nothing is proved then.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausewise.audit.solver import has_solver
from clausewise.errors import Diagnostic, Place
from clausewise.language.model import Pack
from clausewise.language.rules import RuleKind
from clausewise.lint.problems import Problem, Severity


def lost_by_topics(pack: Pack) -> Iterator[Problem]:
    """What is wrong with the topics of a pack; nothing for a pack without topics, which is looked into whole.

    Raises: EngineDisagreement.
    """
    if not pack.topics:
        return
    for rule in pack.rules:
        if rule.kind is RuleKind.BENEFIT and rule.id not in pack.topics_by_rule:
            mend = "add it to rules: of a topic in topics.yaml"
            yield Problem(Severity.ERROR, Diagnostic(f"the benefit {rule.id} has no topic", rule.place, mend))
    if has_solver():
        yield from _unproved(pack)
        return
    said = "that no benefit is lost by its topics is not proved: the solver is not installed"
    place = Place(pack.topics[0].place.file)
    yield Problem(Severity.NOTE, Diagnostic(said, place, "pip install 'clausewise[audit]'"))


def _unproved(pack: Pack) -> Iterator[Problem]:
    # Imported only here: without the solver these cannot be.
    from clausewise.audit.engine import Engines
    from clausewise.audit.model import Outcome
    from clausewise.audit.unraised import ask_of_topics, benefits_with_topics

    replay = Engines().verdicts
    for rule_id in benefits_with_topics(pack):
        for answer in ask_of_topics(pack, rule_id, replay):
            if answer.outcome is Outcome.PROVED:
                continue
            message, mend = f"it is not proved that {rule_id} cannot apply where none of its topics is raised", None
            if answer.household is not None:
                message = f"{rule_id} can apply where nothing opens a topic of it"
                mend = f"add to raised_by: or opens:; clausewise audit --explain unraised/{rule_id} shows a household"
            yield Problem(Severity.ERROR, Diagnostic(message, answer.place, mend))
