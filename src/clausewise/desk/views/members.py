"""The members in one table: name, relation, day of birth or identity number, study, work, disability."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from clausewise.case.relations import relation_fact
from clausewise.desk.access import signed_in
from clausewise.desk.asking import EVERYBODY, NAME, VILLAGE, Given, Matter, Saying
from clausewise.desk.contradictions import contradictions
from clausewise.desk.forms import NEW, Typed, Unsaved, draw_columns
from clausewise.desk.keys import masked
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Household, Member, Person, Told
from clausewise.desk.packs import current_pack
from clausewise.desk.pages import language_of, page, say, tell
from clausewise.desk.sent import Sent, of_page, read_form, seen_of, written_line
from clausewise.desk.views.steps import household_page, problems_of, take
from clausewise.language.facts import Asked, FactType
from clausewise.language.labels import Language
from clausewise.language.model import Pack

# Beside what the pack says belongs into the table: what is seen of a person, before anybody speaks of status.
_BESIDE = ("member.student_stage", "member.employed", "member.disabled")
_EMPTY_ROWS, _FIRST_ROWS = 2, 4
_MOST_NEW, _MOST_MEMBERS = 20, 60


def columns(pack: Pack) -> list[str]:
    """The facts of the table, in the order of its columns."""
    table = [name for name, fact in pack.facts.items() if fact.asked is Asked.TABLE]
    table.sort(key=lambda name: pack.facts[name].type is not FactType.CHOICE)
    return [*table, *(one for one in _BESIDE if one in pack.facts and one not in table)]


def show(request: HttpRequest, household: Household) -> HttpResponse:
    """The table; what was typed into it is saved."""
    if request.method == "POST":
        return _take(request, household)
    return _draw(request, household, Unsaved())


def _draw(request: HttpRequest, household: Household, unsaved: Unsaved) -> HttpResponse:
    """The table as it is known, and what was typed into it and could not be saved."""
    matter, language = Matter(household), language_of(request)
    everybody, village = (matter.current.get((fact, "")) for fact in (EVERYBODY, VILLAGE))
    left = sorted({int(row.removeprefix(NEW)) for _, row in unsaved.why if row.startswith(NEW)})
    number = max([_EMPTY_ROWS if matter.members else _FIRST_ROWS, *left])
    new = [] if household.is_locked else [f"{NEW}{one}" for one in range(1, number + 1)]
    names = {member: unsaved.typed[NAME, member].field for _, member in unsaved.why if (NAME, member) in unsaved.typed}
    return household_page(
        request, matter, "members", "members.html",
        table=draw_columns(matter, columns(matter.pack.model), language, new, unsaved),
        everybody=everybody is not None and everybody.value is True,
        identities={one.id: masked(one.identity_number()) for one in matter.members if one.identity is not None},
        new=new, called={one.id: one.name for one in matter.members} | names,
        own=[(EVERYBODY, _key(everybody)), (VILLAGE, _key(village))],
        own_names={one.id: _key(matter.current.get((NAME, one.id))) for one in matter.members},
        wrong_names={one.about[1]: one.says for one in contradictions(matter, language) if one.about[0] == NAME}
        | {member: why for (fact, member), why in unsaved.why.items() if fact == NAME},
        problems=problems_of(matter, unsaved, language),
    )  # fmt: skip


def _key(answer: Given | None) -> str:
    return answer.key if answer is not None else ""


def _take(request: HttpRequest, household: Household) -> HttpResponse:
    person, language = signed_in(request), language_of(request)
    post = request.POST.copy()
    with transaction.atomic():
        if Household.objects.get(pk=household.pk).is_locked:
            _tell_not_added(request, post)
        else:
            added = _add_new(household, post, person)
            _take_out(household, post, person)
        matter = Matter(household)
        sent = read_form(post, matter.pack.model.facts, language)
        sent.seen |= seen_of(post)
        if not household.is_locked:
            sent.answers |= {(NAME, member): Saying(Told.VALUE, name) for member, name in added.items()}
        _read_own(post, matter, sent, language)
        _refuse_nameless(post, sent, language)

        def again(unsaved: Unsaved) -> HttpResponse:
            return _draw(request, household, unsaved)

        goes_on = "status" if post.get("go") == "next" else "members"
        return take(request, household, sent, again, stays="members", goes_on=goes_on)


def _read_own(post: QueryDict, matter: Matter, sent: Sent, language: Language) -> None:
    """What the form says beside the table: names, the village, whether these are all."""
    if "everybody_asked" in post:
        sent.answers[EVERYBODY, ""] = Saying(Told.VALUE, True) if post.get("everybody") else Saying(Told.WITHDRAWN)
    if "village" in post:
        village = written_line(post.get("village", ""))
        sent.answers[VILLAGE, ""] = Saying(Told.VALUE, village) if village else Saying(Told.WITHDRAWN)
    for member in (*matter.members, *matter.gone):
        typed = post.get(f"name:{member.id}")
        if typed is None:
            continue
        sent.typed[NAME, member.id] = Typed(typed)
        if name := written_line(typed):
            sent.answers[NAME, member.id] = Saying(Told.VALUE, name)
        else:
            sent.misread[NAME, member.id] = say(language, "name_empty")


def _refuse_nameless(post: QueryDict, sent: Sent, language: Language) -> None:
    """A row in which something was typed and no name: it is kept on the page, and the name is asked for."""
    sent.misread = {about: why for about, why in sent.misread.items() if not about[1].startswith(NEW)}
    relation = relation_fact(current_pack().model)
    rows = {f"{NEW}{number}" for number in range(1, _MOST_NEW + 1)}
    for row in dict.fromkeys(row for _, row in sent.typed if row in rows):
        own = {fact: typed for (fact, whose), typed in sent.typed.items() if whose == row}
        # The first row is drawn as the head's.
        said = [fact for fact, typed in own.items() if any(typed) and (relation is None or fact != relation.name)]
        if said:
            name = post.get(row, "")
            sent.typed[NAME, row] = Typed(name)
            sent.misread[NAME, row] = say(language, "too_many" if name else "row_needs_name", number=_MOST_MEMBERS)


def _tell_not_added(request: HttpRequest, post: QueryDict) -> None:
    names = [name for row in range(1, _MOST_NEW + 1) if (name := written_line(post.get(f"{NEW}{row}", "")))]
    if names:
        language = language_of(request)
        listed = ("、" if language == "zh" else ", ").join(names)
        tell(request, say(language, "not_added", names=listed), "mind")


def _take_out(household: Household, post: QueryDict, person: Person) -> None:
    """Take out members who are none, and take in again who was taken out; each that is done is in the log."""
    for member in household.members.all():
        if post.get(f"{'back' if member.gone else 'gone'}:{member.id}"):
            member.gone = not member.gone
            act = Act.MEMBER_REMOVED if member.gone else Act.MEMBER_ADDED
            note(act, person.id, household.id, about=member.id)
            member.save(update_fields=["gone"])


def _add_new(household: Household, post: QueryDict, person: Person) -> dict[str, str]:
    """Make members of the rows that have a name, and have their fields speak of them; their names."""
    place, added = household.members.count(), {}
    before = _added_before(household, post, person)
    for number in range(1, _MOST_NEW + 1):
        name = written_line(post.get(f"{NEW}{number}", ""))
        if not name or place >= _MOST_MEMBERS:
            continue
        if member_before := next((one for one, called in before.items() if called == name), ""):
            del before[member_before]
            _speak_of(post, number, member_before)
            continue
        place += 1
        member = Member.objects.create(household=household, name=name, place=place)
        added[member.id] = name
        note(Act.MEMBER_ADDED, person.id, household.id, about=member.id)
        _speak_of(post, number, member.id)
    return added


def _added_before(household: Household, post: QueryDict, person: Person) -> dict[str, str]:
    """The names of the members that this very page has added already: a form that is sent again adds nobody."""
    page_id = of_page(post).page
    rows = household.answers.filter(fact=NAME, page=page_id, by=person) if page_id else household.answers.none()
    return {one.member: one.value for one in rows}


def _speak_of(post: QueryDict, number: int, member: str) -> None:
    """Have the fields of a new row speak of a member."""
    for group in post.getlist("group"):
        cells = post.getlist(f"cell{group}")
        post.setlist(f"cell{group}", [one.replace(f"@{NEW}{number}=", f"@{member}=") for one in cells])
    for field in list(post):
        if field.endswith(f"@{NEW}{number}"):
            post.setlist(field.replace(f"@{NEW}{number}", f"@{member}"), post.getlist(field))


def show_identity(request: HttpRequest, household: Household) -> HttpResponse:
    """One identity number in full; that it was shown is in the log."""
    member = household.members.filter(pk=request.POST.get("member", "")).first()
    if member is None or member.identity is None:
        return page(request, "not_found.html", status=404)
    note(Act.SHOWED_IDENTITY, signed_in(request).id, household.id, about=member.id)
    matter = Matter(household)
    return household_page(request, matter, "members", "identity.html", member=member, number=member.identity_number())
