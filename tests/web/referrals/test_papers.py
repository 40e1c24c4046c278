"""The letter of a referral: what stands in it, how the file is called, who gets it."""

import pytest
from django.utils import timezone, translation

from kimbilio.audit.models import Entry
from kimbilio.consent.models import Consent
from kimbilio.letters.layouts import layout_in_use
from kimbilio.organisation.models import Organisation
from kimbilio.referrals.actions.printing import print_referral
from kimbilio.referrals.choices import ItemKind, Paper
from kimbilio.web.pdf import drawn
from kimbilio.web.referrals.papers import form_c, letter
from tests.factories.accounts import UserFactory
from tests.factories.referrals import a_draft, an_adult_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral():
    return a_draft(typed={ItemKind.STORY: "Came by the night bus.\nSlept at the stage."})


@pytest.fixture
def address(referral):
    return f"/cases/{referral.case.code}/referrals/{referral.pk}/"


def facts_of(referral, language="en"):
    lines = print_referral(
        referral=referral, paper=Paper.LETTER, language=language, by=referral.made_by
    )
    with translation.override(language):
        return letter(referral, lines, signed=referral.made_by)


def test_the_letter_comes_as_a_pdf_without_a_name(
    sign_in, referral, address, django_assert_max_num_queries
):
    client = sign_in(referral.made_by)
    assert "Save as PDF" in client.get(address).content.decode()
    client.post(address, {"print": "1", "paper": "letter", "language": "en"})

    with django_assert_max_num_queries(20):
        answer = client.post(address, {"print": "1", "paper": "letter", "language": "sw"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    today = timezone.localdate().isoformat()
    assert answer["Content-Disposition"] == f'attachment; filename="letter-{today}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert b"Day Clinic" not in answer.content
    assert Entry.objects.filter(event="printed", facts__kind="letter").count() == 2


def test_the_letter_holds_the_chosen_lines_and_nothing_else_of_the_case(referral):
    person = referral.case.survivor
    facts = facts_of(referral)

    said = str(facts)
    assert [words for _label, words in facts["lines"]] == [
        referral.case.code, "Pendo", "Came by the night bus.\nSlept at the stage.",
    ]  # fmt: skip
    assert person.full_name not in said
    assert facts["to"] == "Day Clinic"
    assert "consent" in facts["basis"]
    assert facts["signed"]["name"] == referral.made_by.name


def test_the_letter_stands_under_the_head_of_the_organisation(referral):
    Organisation.objects.create(
        name="Nyumba ya Amani", address="P.O. Box 1\nNairobi", phone="+254799000100",
        email="office@nyumba.example",
    )  # fmt: skip

    facts = facts_of(referral)

    assert facts["head"] == {
        "name": "Nyumba ya Amani",
        "address": "P.O. Box 1\nNairobi",
        "reach": "+254799000100 · office@nyumba.example",
    }
    assert "+254799000100" in facts["asking"]


def test_the_letter_speaks_the_language_that_was_chosen(referral):
    english, kiswahili = facts_of(referral), facts_of(referral, "sw")

    assert english["greeting"] == "Dear colleagues,"
    assert kiswahili["lang"] == "sw"
    for part in ("subject", "greeting", "opening", "basis", "asking", "closing", "confidential"):
        assert english[part] != kiswahili[part]


def test_a_legal_ground_is_named_and_its_reason_is_not():
    case = an_adult_case(worker=UserFactory(lead=True))
    facts = facts_of(a_draft(case, ground="life", ground_words="The uncle knows."))

    assert "To protect somebody's life" in facts["basis"]
    assert "uncle" not in str(facts)


def test_what_people_typed_never_runs_as_markup(referral):
    facts = facts_of(referral)
    facts["need"] = '#panic("run") $x$ *b* @me <l> \\ #import "/base.html": *'

    assert drawn(layout_in_use("referral", "en"), facts).startswith(b"%PDF-")


def test_a_refused_printing_says_why_and_gives_no_paper(sign_in, referral, address):
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=referral.made_by)
    client = sign_in(referral.made_by)

    answer = client.post(address, {"print": "1", "paper": "letter", "language": "en"}, follow=True)

    assert "There is no consent to share with this partner." in answer.content.decode()
    assert "Save as PDF" not in answer.content.decode()
    assert not Entry.objects.filter(event="printed").exists()


def test_a_stranger_prints_nothing(sign_in, address):
    answer = sign_in(UserFactory(worker=True)).post(
        address, {"print": "1", "paper": "letter", "language": "en"}
    )

    assert answer.status_code == 404


def test_an_unknown_language_is_refused(sign_in, referral, address):
    answer = sign_in(referral.made_by).post(
        address, {"print": "1", "paper": "letter", "language": "xx"}
    )

    assert answer.status_code == 422
    assert not Entry.objects.filter(event="printed").exists()


def form_of(referral, language="en"):
    lines = print_referral(
        referral=referral, paper=Paper.FORM_C, language=language, by=referral.made_by
    )
    with translation.override(language):
        return form_c(referral, lines, signed=referral.made_by)


def test_form_c_is_filled_from_the_chosen_lines_and_the_rest_stays_blank(referral):
    Organisation.objects.create(name="Nyumba ya Amani", phone="+254799000100")

    facts = form_of(referral)

    short, long = dict(facts["short"]), dict(facts["long"])
    assert short["Referral agency"] == "Nyumba ya Amani"
    assert short["Referrer's name"] == referral.made_by.name
    assert short["Job title"] == "Case worker"
    assert short["Telephone or e-mail"] == "+254799000100"
    assert long["Case background"] == "Came by the night bus.\nSlept at the stage."
    assert long["Needs of the victim"] == "Health care"
    assert long["Reasons for referral"] == "A check of the ears."
    assert long["Other information"] == f"Case code: {referral.case.code}\nGoes by: Pendo"
    assert long["Potential risks"] == ""  # for the pen: what we assessed was not chosen
    assert referral.case.survivor.full_name not in str(facts)
    assert facts["choice"]["is_yes"] is False


def test_form_c_without_lines_is_blank_where_they_would_stand():
    facts = form_of(a_draft(share=[]))

    long = dict(facts["long"])
    assert long["Case background"] == long["Other information"] == ""
    assert drawn(layout_in_use("form-c", "en"), facts).startswith(b"%PDF-")


def test_form_c_comes_as_a_file_of_its_own(sign_in, referral, address):
    answer = sign_in(referral.made_by).post(
        address, {"print": "1", "paper": "form-c", "language": "sw"}
    )

    today = timezone.localdate().isoformat()
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="form-c-{today}.pdf"'
    assert Entry.objects.get(event="printed").facts["kind"] == "form-c"


def test_form_c_speaks_the_language_that_was_chosen(referral):
    english, kiswahili = form_of(referral), form_of(referral, "sw")

    assert english["title"] != kiswahili["title"]
    names = [
        [label for label, _ in facts["short"] + facts["long"]] for facts in (english, kiswahili)
    ]
    assert not set(names[0]) & set(names[1])
