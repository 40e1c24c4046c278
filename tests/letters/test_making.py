"""Making a letter: who may, what stands in it, where it is kept, what is recorded."""

import pytest

from kimbilio.access.choices import Act, Compartment, TieKind
from kimbilio.access.matrix import COMPARTMENTS, allows
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import Document, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.letters import composing
from kimbilio.letters.actions.making import known_to, make_letter
from kimbilio.letters.composing import facts_for, known_of
from kimbilio.letters.registry import KINDS
from kimbilio.people.models import ContactPoint
from kimbilio.vault import files
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.justice import a_hearing, a_lawyer, a_matter

pytestmark = pytest.mark.django_db
IDENTITY, LEGAL = Compartment.IDENTITY, Compartment.LEGAL


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory(worker=True))


def tied(case, role):
    user = UserFactory(role=role)
    Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_who_may_open_the_document_may_see_all_that_stands_in_it(kind):
    for role in Role:
        if allows(role, kind.filed, Act.VIEW):
            for part in kind.parts:
                assert allows(role, part, Act.VIEW), (role, part)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_letter_tells_where_somebody_is(kind):
    assert Compartment.WHEREABOUTS not in kind.parts
    assert Compartment.ALLEGED not in kind.parts
    assert Compartment.HEALTH not in kind.parts
    assert kind.needs <= kind.parts


def test_a_letter_is_kept_recorded_and_in_the_timeline(case, django_assert_max_num_queries):
    with django_assert_max_num_queries(34):
        made = make_letter(
            kind=KINDS["school"],
            case=case,
            language="sw",
            by=case.lead,
            typed={"to": "Shule ya Mfano"},
        )

    kept = Document.objects.get()
    assert kept == made
    assert (kept.compartment, kept.kind) == ("identity", "school")
    assert kept.title.endswith(case.code)
    assert "Pendo" not in kept.title + kept.original_name + kept.download_name
    content = files.read(kept.file)
    assert content.startswith(b"%PDF-")
    facts = Entry.objects.get(event="printed").facts
    assert (facts["kind"], facts["language"], facts["parts"]) == ("school", "sw", ["identity"])
    line = TimelineEntry.objects.get(event="document_uploaded")
    assert in_language(line.line) == "School letter"
    assert line.compartment == "identity"


@pytest.mark.parametrize(
    ("role", "may_make"),
    [
        (Role.CASE_WORKER, set(KINDS)),
        (Role.TEAM_LEAD, set(KINDS)),
        (Role.LEGAL_OFFICER, {"court"}),
        (Role.THERAPIST, set()),
        (Role.SHELTER_WORKER, set()),
        (Role.HELPLINE_OPERATOR, set()),
        (Role.MANAGER, set()),
        (Role.ME_OFFICER, set()),
        (Role.ADMINISTRATOR, set()),
        (Role.DATA_PROTECTION_OFFICER, set()),
    ],
)
def test_only_who_may_print_every_part_makes_a_letter(case, role, may_make):
    user = tied(case, role)
    made = set()
    for name, kind in KINDS.items():
        try:
            known_to(kind, case, "en", user)
        except NotAllowed:
            continue
        made.add(name)

    assert made == may_make
    assert not Document.objects.exists()


def test_a_stranger_makes_nothing(case):
    with pytest.raises(NotAllowed):
        make_letter(kind=KINDS["school"], case=case, language="en", by=UserFactory(worker=True))

    assert not Document.objects.exists()
    assert not Entry.objects.filter(event="printed").exists()


def test_each_maker_puts_in_what_they_may_print_and_nothing_else(case):
    hearing = a_hearing(a_matter(case=case, court="Court of Example", number="E7/2026"))
    kind = KINDS["court"]
    lawyer, lead = hearing.held_by, tied(case, Role.TEAM_LEAD)

    of_worker = known_to(kind, case, "en", case.lead)
    of_lawyer = known_to(kind, case, "en", lawyer)
    of_lead = known_to(kind, case, "en", lead)

    assert of_worker.values == {"full_name": "Pendo Kwekwe Mfano"}
    assert of_worker.left_out == {LEGAL}
    assert "full_name" not in of_lawyer.values
    assert of_lawyer.values["court_number"] == "E7/2026"
    assert of_lawyer.left_out == {IDENTITY}
    assert of_lead.values["to"] == "Court of Example"
    assert of_lead.values["full_name"] == "Pendo Kwekwe Mfano"
    facts = facts_for(
        kind, of_lawyer, {"full_name": "typed all the same"}, code=case.code, language="en",
        signed=("A", "B"),
    )  # fmt: skip
    assert facts["f"]["full_name"] == ""
    assert "Pendo" not in str(facts)


def test_no_letter_of_any_kind_holds_a_number_or_an_address(case):
    ContactPointFactory(person=case.survivor, value="+254700555777")
    ContactPointFactory(person=case.survivor, kind="address", value="Behind the mill")
    every = frozenset(Compartment)

    for kind in KINDS.values():
        known = known_of(kind, case, "en", every)
        said = str(facts_for(kind, known, {}, code=case.code, language="en", signed=("A", "B")))
        assert "0555777" not in said
        assert "mill" not in said
    assert ContactPoint.objects.count() == 2


def test_too_long_words_and_wrong_ticks_are_refused_beside_their_line(case):
    for name, typed, kind in (
        ("to", "x" * 301, "school"), ("fit_to_travel", "maybe", "form-f"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refusal:
            make_letter(
                kind=KINDS[kind], case=case, language="en", by=case.lead, typed={name: typed}
            )
        assert refusal.value.field == name
    assert not Document.objects.exists()


def test_a_lawyer_files_a_court_letter_among_legal_papers(case):
    lawyer = a_lawyer(case)

    made = make_letter(kind=KINDS["court"], case=case, language="en", by=lawyer)

    assert made.compartment == LEGAL
    assert Entry.objects.get(event="printed").facts["parts"] == ["legal"]


def test_matrix_still_gives_no_role_health_with_names_to_print():
    """The reason why no letter draws on health: nobody could make it. If this changes, think again."""
    both = [
        role
        for role in COMPARTMENTS
        if allows(role, Compartment.HEALTH, Act.EXPORT) and allows(role, IDENTITY, Act.EXPORT)
    ]
    assert both == []
    assert composing.may_make(KINDS["school"], frozenset()) is False
