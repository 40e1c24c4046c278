"""The pages of letters as people use them: choosing, looking, making, many at once, layouts."""

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Document
from kimbilio.letters.actions.working import make_all
from kimbilio.letters.models import Batch, LayoutVersion
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.referrals import agree

pytestmark = pytest.mark.django_db
SENT_KEY = "0b9f4e5e-2f64-4a58-9d0f-6ad4c0e0b7a2"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory(worker=True))


def tied(case, role):
    user = UserFactory(role=role)
    Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


def test_from_the_documents_to_a_kept_letter(sign_in, case, django_assert_max_num_queries):
    client = sign_in(case.lead)
    documents = client.get(f"/cases/{case.code}/documents/").content.decode()
    assert "Make a letter or form" in documents
    with django_assert_max_num_queries(7):
        chooser = client.get(f"/cases/{case.code}/make/").content.decode()
    for title in ("Form A: Consent", "Form H: Follow-up", "School letter", "Form C: Referral"):
        assert title in chooser
    here = f"/cases/{case.code}/make/school/sw/"
    assert here in chooser
    with django_assert_max_num_queries(8):
        page = client.get(here).content.decode()
    assert "Pendo Kwekwe Mfano" in page
    assert "This letter leaves the house." in page
    assert len(page) < 40_000

    typed = {"to": 'Shule #read("/etc/passwd") $', "full_name": "Pendo", "sent_key": SENT_KEY}
    look = client.post(here, {**typed, "look": "1"}, **HTMX)
    assert look.status_code == 200
    assert "data:image/png;base64," in look.content.decode()
    assert look["Cache-Control"] == "no-store"
    assert not Document.objects.exists()
    whole = client.post(here, {**typed, "look": "1"}).content.decode()
    assert "data:image/png" in whole
    assert "Shule #read" in whole
    for _ in range(2):  # sent twice is made once
        answer = client.post(here, typed)
        assert answer.status_code == 302

    made = Document.objects.get()
    assert answer.url == f"/cases/{case.code}/documents/{made.pk}/"
    assert case.code in client.get(answer.url).content.decode()
    saved = client.get(f"{answer.url}copy/")
    assert b"".join(saved.streaming_content).startswith(b"%PDF-")
    assert "Pendo" not in saved["Content-Disposition"]
    timeline = client.get(f"/cases/{case.code}/timeline/").content.decode()
    assert "School letter" in timeline


def test_words_that_do_not_fit_are_kept_beside_their_line(sign_in, case):
    here = f"/cases/{case.code}/make/school/en/"
    answer = sign_in(case.lead).post(here, {"to": "x" * 301, "asks": "Fees for one term."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Fees for one term." in page
    assert "x" * 301 in page
    assert not Document.objects.exists()


def test_the_warning_goes_when_the_person_agreed_to_share_with_them(sign_in, case):
    type(case).objects.filter(pk=case.pk).update(is_minor=False)
    agree(case, "Mfano School")
    client, here = sign_in(case.lead), f"/cases/{case.code}/make/school/en/"

    answers = [
        client.post(here, {"to": to, "look": "1"}).content.decode()
        for to in ("Mfano School", "Another School")
    ]

    assert "This letter leaves the house." not in answers[0]
    assert "This letter leaves the house." in answers[1]


def test_a_letter_that_stays_in_the_house_warns_of_nothing(sign_in, case):
    page = sign_in(case.lead).get(f"/cases/{case.code}/make/care-plan/en/").content.decode()

    assert "This letter leaves the house." not in page
    assert "Draws on:" in page


@pytest.mark.parametrize(
    ("role", "chooser", "school", "court"),
    [
        (Role.TEAM_LEAD, 200, 200, 200),
        (Role.LEGAL_OFFICER, 200, 404, 200),
        (Role.THERAPIST, 404, 404, 404),
        (Role.SHELTER_WORKER, 404, 404, 404),
        (Role.HELPLINE_OPERATOR, 404, 404, 404),
        (Role.MANAGER, 404, 404, 404),
        (Role.ADMINISTRATOR, 404, 404, 404),
    ],
)
def test_who_may_not_print_finds_no_letter(sign_in, case, role, chooser, school, court):
    client = sign_in(tied(case, role))
    base = f"/cases/{case.code}/make/"

    assert client.get(base).status_code == chooser
    assert client.get(f"{base}school/en/").status_code == school
    assert client.post(f"{base}school/en/", {"to": "X"}).status_code in {404, 302}
    page = client.get(f"{base}court/en/")
    assert page.status_code == court
    if role == Role.LEGAL_OFFICER:
        assert "Left out, because you may not print it:" in page.content.decode()
        assert "Pendo Kwekwe" not in page.content.decode()
    assert Document.objects.exists() == (school == 200)


def test_a_stranger_and_an_unknown_letter_are_not_found(sign_in, case):
    stranger, mine = sign_in(UserFactory(worker=True)), sign_in(case.lead)
    base = f"/cases/{case.code}/make/"

    assert stranger.get(base).status_code == 404
    assert stranger.post(f"{base}school/en/", {"to": "X"}).status_code == 404
    for end in ("school/xx/", "nothing/en/", "form-c/en/", "referral/en/"):
        assert mine.get(base + end).status_code == 404


def test_letters_of_many_cases_from_codes_to_the_file(sign_in, django_assert_max_num_queries):
    worker = UserFactory(worker=True)
    cases = [CaseFactory(worker=worker) for _ in range(2)]
    theirs = CaseFactory(worker=UserFactory(worker=True))
    client = sign_in(worker)
    assert cases[0].code in client.get("/letters/?mine=1").content.decode()
    assert 'formaction="/letters/"' in client.get("/cases/").content.decode()
    assert theirs.code not in client.get(f"/letters/?case={cases[0].code}").content.decode()
    asked = {"kind": "school", "language": "en", "sent_key": SENT_KEY}

    wrong = client.post("/letters/", {**asked, "codes": f"{cases[0].code} hello!"})
    unseen = client.post("/letters/", {**asked, "codes": f"KB-ZZZZZZ, {theirs.code}"})
    assert [wrong.status_code, unseen.status_code] == [422, 422]
    assert "hello!" in wrong.content.decode()
    said = unseen.content.decode()
    assert f"These codes are not known to you: KB-ZZZZZZ, {theirs.code}." in said
    assert not Batch.objects.exists()
    codes = "\n".join([*(case.code.lower() for case in cases), "kb-zzzzzz", theirs.code])
    for _ in range(2):
        answer = client.post("/letters/", {**asked, "codes": codes})
    batch = Batch.objects.get()
    assert answer.url == f"/letters/{batch.pk}/"
    waiting = client.get(answer.url, **HTMX).content.decode()
    assert "0 of 2 letters are made." in waiting
    assert 'hx-trigger="every 2s"' in waiting
    for unknown in ("KB-ZZZZZZ", theirs.code):  # told at once, and in the same words
        assert f'<span class="code">{unknown}</span>' in waiting
    assert client.get(f"{answer.url}save/").status_code == 409

    make_all(batch.pk)

    with django_assert_max_num_queries(14):
        page = client.get(answer.url).content.decode()
    assert all(case.code in page for case in cases)
    assert page.count("Not known to you") == 1
    assert f"/cases/{theirs.code}/" not in page
    saved = client.get(f"{answer.url}save/")
    assert (
        saved["Content-Disposition"] == f'attachment; filename="letters-{timezone.localdate()}.zip"'
    )
    assert b"".join(saved.streaming_content).startswith(b"PK")
    assert client.get("/letters/").content.decode().count(str(batch.pk)) == 1
    other = sign_in(UserFactory(worker=True))
    assert other.get(answer.url).status_code == other.get(f"{answer.url}save/").status_code == 404
    Tie.objects.filter(case=cases[0]).update(until=timezone.now())
    assert cases[0].code not in client.get(answer.url).content.decode()
    assert client.get(f"{answer.url}save/").status_code == 409


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ME_OFFICER, Role.THERAPIST])
def test_who_can_print_no_letter_has_no_page_of_many(sign_in, role):
    client = sign_in(UserFactory(role=role))

    assert client.get("/letters/").status_code == 404
    assert 'formaction="/letters/"' not in client.get("/cases/").content.decode()


def test_the_administrator_changes_a_layout_and_takes_it_back(
    sign_in, case, django_assert_max_num_queries
):
    client = sign_in(UserFactory(role=Role.ADMINISTRATOR))
    assert "/settings/letters/" in client.get("/settings/").content.decode()
    with django_assert_max_num_queries(6):
        assert "Form F: Return" in client.get("/settings/letters/").content.decode()
    here = "/settings/letters/school/en/"
    with django_assert_max_num_queries(10):
        page = client.get(here).content.decode()
    assert "f.full_name" in page
    assert "Head of School" in page

    wrong = client.post(here, {"source": "Fine\n#foo", "version": "0"})
    assert wrong.status_code == 422
    assert "Line 2, column 2: unknown variable: foo." in wrong.content.decode()
    assert "#foo" in wrong.content.decode()
    look = client.post(here, {"source": "Fine\n#foo", "look": "1"}, **HTMX)
    assert look.status_code == 422
    assert "Line 2, column 2" in look.content.decode()
    look = client.post(here, {"source": "Fine", "look": "1"}, **HTMX).content.decode()
    assert "data:image/png" in look
    assert not LayoutVersion.objects.exists()
    assert client.post(here, {"source": "Fine, ours.", "version": "0"}).url == here
    late = client.post(here, {"source": "Mine, too late.", "version": "0"})
    assert late.status_code == 409
    assert "Fine, ours." in late.content.decode()
    assert "Mine, too late." in late.content.decode()
    assert "Head of School" in client.get(f"{here}?version=0").content.decode()
    assert client.get(f"{here}?version=nonsense").status_code == 200
    assert client.post(f"{here}0/").url == here
    assert client.get(f"{here}0/").status_code == 405
    assert LayoutVersion.objects.count() == 2
    assert "Head of School" in client.get(here).content.decode()
    for end in ("school/xx/", "nothing/en/"):
        assert client.get(f"/settings/letters/{end}").status_code == 404
    assert Entry.objects.filter(event="settings_changed").count() == 2


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.CASE_WORKER, Role.MANAGER])
def test_layouts_are_not_found_by_others(sign_in, role):
    client = sign_in(UserFactory(role=role))

    assert client.get("/settings/letters/").status_code == 404
    assert client.post("/settings/letters/school/en/", {"source": "x"}).status_code == 404
    assert client.post("/settings/letters/school/en/0/").status_code == 404
    assert "/settings/letters/" not in client.get("/settings/").content.decode()
