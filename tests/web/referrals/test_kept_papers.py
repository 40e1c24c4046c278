"""The paper of a referral kept with the case: under which part, by whom, once, and what is never kept."""

import pytest

from kimbilio.access.choices import Act, Compartment, TieKind
from kimbilio.access.matrix import allows
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import Document, TimelineEntry
from kimbilio.letters.actions.layouts import save_layout
from kimbilio.letters.actions.making import LayoutFails
from kimbilio.letters.actions.referring import CannotKeep, filed_under, keep_paper
from kimbilio.letters.layouts import built_in
from kimbilio.referrals.choices import PART_OF_ITEM, ItemKind, Paper
from kimbilio.vault import files
from tests.factories.accounts import UserFactory
from tests.factories.cases import ContactPointFactory
from tests.factories.justice import a_lawyer
from tests.factories.referrals import a_draft, agree, an_adult_case

pytestmark = pytest.mark.django_db
SENT_KEY = "3c0f4e5e-2f64-4a58-9d0f-6ad4c0e0b7a2"
KEEP = {"keep": "1", "language": "en", "sent_key": SENT_KEY}


def at(referral):
    return f"/cases/{referral.case.code}/referrals/{referral.pk}/"


def tied(case, role):
    user = UserFactory(role=role)
    Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


@pytest.mark.parametrize("kind", ItemKind)
def test_who_may_open_the_kept_paper_may_see_every_line_of_it(kind):
    for other in ItemKind:
        filed = filed_under([kind, other])
        if filed is None:
            continue
        for part in (PART_OF_ITEM[kind], PART_OF_ITEM[other], Compartment.IDENTITY):
            for role in Role:
                if allows(role, filed, Act.VIEW):
                    assert allows(role, part, Act.VIEW), (role, part, filed)


def test_it_is_kept_once_recorded_and_found_among_the_documents(sign_in):
    referral = a_draft(typed={ItemKind.STORY: "Came by the night bus."})
    client = sign_in(referral.made_by)
    assert "Make it and keep it" in client.get(at(referral)).content.decode()

    for _ in range(2):  # sent twice is kept once
        answer = client.post(at(referral), {**KEEP, "paper": "form-c"})
        assert answer.status_code == 302

    made = Document.objects.get()
    assert answer["Location"] == f"/cases/{referral.case.code}/documents/{made.pk}/"
    assert (made.kind, made.compartment) == ("referral", "story")
    assert "Day Clinic" not in made.title + made.original_name + made.download_name
    assert made.title.endswith(referral.case.code)
    assert files.read(made.file).startswith(b"%PDF-")
    referral.refresh_from_db()
    assert referral.state == "sent"
    facts = Entry.objects.get(event="printed").facts
    assert (facts["kind"], facts["parts"]) == ("form-c", ["identity", "outline", "story"])
    line = TimelineEntry.objects.get(event="document_uploaded")
    assert in_language(line.line) == "Form C: Referral"
    assert made.title in client.get(f"/cases/{referral.case.code}/documents/").content.decode()
    for role, sees in ((Role.LEGAL_OFFICER, True), (Role.SHELTER_WORKER, False)):
        page = sign_in(tied(referral.case, role)).get(answer["Location"])
        assert (page.status_code == 200) == sees


def test_a_phone_health_and_whereabouts_are_printed_and_not_kept(sign_in):
    case = an_adult_case(worker=UserFactory(lead=True))
    ContactPointFactory(person=case.survivor, value="+254700555777")
    agree(case)
    for share, typed in (
        ([ItemKind.CONTACT], {}),
        ([], {ItemKind.WHEREABOUTS: "Behind the mill."}),
    ):
        referral = a_draft(case, share=share, typed=typed, ground="life", ground_words="Now.")
        page = sign_in(case.lead).get(at(referral)).content.decode()
        assert "Save as PDF" in page
        assert "Make it and keep it" not in page
        assert "This paper is not kept with the case" in page
        answer = sign_in(case.lead).post(at(referral), {**KEEP, "paper": "letter"})
        assert answer.status_code == 422
        assert "Nothing was printed." in answer.content.decode()
        with pytest.raises(CannotKeep):
            keep_paper(
                referral=referral, paper=Paper.LETTER, language="en", by=case.lead,
                draw=lambda lines: b"%PDF-",
            )  # fmt: skip
        referral.refresh_from_db()
        assert referral.state == "draft"
    assert filed_under([ItemKind.HEALTH]) is None
    assert not Document.objects.exists()
    assert not Entry.objects.filter(event="printed").exists()


def test_only_who_may_print_and_change_that_part_keeps_it(sign_in):
    case = an_adult_case()
    lawyer = a_lawyer(case)
    agree(case)
    legal = a_draft(case, by=lawyer, share=[ItemKind.CODE], typed={ItemKind.LEGAL: "A hearing."})
    of_lead, of_therapist = sign_in(case.lead), sign_in(tied(case, Role.THERAPIST))

    # a case worker changes the legal part, and may not print it; a therapist sees the identity alone
    for client in (of_lead, of_therapist):
        assert client.post(at(legal), {**KEEP, "paper": "letter"}).status_code == 422
    assert sign_in(UserFactory(worker=True)).post(at(legal), KEEP).status_code == 404
    assert not Document.objects.exists()
    legal.refresh_from_db()
    assert legal.state == "draft"

    assert sign_in(lawyer).post(at(legal), {**KEEP, "paper": "letter"}).status_code == 302
    assert Document.objects.get().compartment == "legal"


def test_what_cannot_be_set_was_not_sent_either(sign_in):
    referral = a_draft()
    ours = built_in("referral", "en") + '\n#if facts.to == "Day Clinic" { panic("ours") }'
    save_layout(kind="referral", language="en", source=ours, by=UserFactory(administrator=True))

    answer = sign_in(referral.made_by).post(at(referral), {**KEEP, "paper": "letter"})

    assert answer.status_code == 422
    assert str(LayoutFails.message)[:30] in answer.content.decode()
    referral.refresh_from_db()
    assert referral.state == "draft"
    assert not Document.objects.exists()
    assert not Entry.objects.filter(event="printed").exists()
