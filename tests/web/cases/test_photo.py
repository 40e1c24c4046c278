"""The photo of a person: kept with consent alone, from its pixels alone, and shown to few."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.consent import agree, take_back
from kimbilio.cases.actions.photo import NoConsentToPhoto, PhotoChanged, keep_photo, remove_photo
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import NotAllowed
from kimbilio.people.models import Photo
from kimbilio.vault import files
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.files import PDF, a_photo, an_iphone_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory(), is_minor=False)


def say_yes(case, giver="self"):
    return agree(case=case, purpose="photo", answer="yes", giver=giver, by=case.lead)


def kept(case, **more):
    sent = {"content": io.BytesIO(a_photo()), "by": case.lead, **more}
    return keep_photo(case=case, **sent)


def sent(content, **more):
    return {"file": SimpleUploadedFile("Pendo.jpg", content), "version": "0", **more}


def test_a_photo_is_added_shown_replaced_and_removed(
    sign_in,
    case,
    settings,
    tmp_path,
    django_capture_on_commit_callbacks,
    django_assert_max_num_queries,
):
    settings.FILES_DIR = tmp_path / "files"  # other tests leave files behind

    def on_disk():
        return [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]

    client, at = sign_in(case.lead), f"/cases/{case.code}/"
    form = f"{at}people/photo/"
    assert "Ask them first" in client.get(form).content.decode()
    refused = client.post(form, sent(a_photo()))
    assert refused.status_code == 422
    assert "agree to photos" in refused.context["form"].errors["file"][0]
    say_yes(case)

    assert client.post(form, sent(a_photo((3000, 2000)))).status_code == 302
    photo = Photo.objects.get()
    with Image.open(io.BytesIO(files.read(photo.file))) as picture:
        assert max(picture.size) == 1024
        assert not picture.getexif()
        assert picture.format == "JPEG"
    with django_assert_max_num_queries(12):
        page = client.get(f"{at}people/").content.decode()
    assert "Show the photo" in page
    assert "<img" not in page
    assert not Entry.objects.filter(event="photo_revealed").exists()

    shown = client.post(f"{at}show/photo/", headers={"HX-Request": "true"}).content.decode()
    assert f'src="{at}show/photo/picture/"' in shown
    picture = client.get(f"{at}show/photo/picture/")
    assert b"".join(picture.streaming_content) == files.read(photo.file)
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert Entry.objects.filter(event="photo_revealed", case_id=case.pk).count() == 1

    slower = client.post(form, sent(a_photo()))
    assert slower.status_code == 409
    assert "A colleague changed this photo" in slower.content.decode()
    before = photo.file_id
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(form, sent(a_photo(), version="1")).status_code == 302
    assert not StoredFile.objects.filter(pk=before).exists()
    assert len(on_disk()) == 1

    assert client.post(f"{form}remove/", {"version": "1"}).status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{form}remove/", {"version": "2"}).status_code == 302
    assert not Photo.objects.exists()
    assert on_disk() == []
    events = Entry.objects.filter(subject_type="people.photo").order_by("id")
    assert [entry.event for entry in events] == [
        "photo_kept", "photo_revealed", "photo_kept", "photo_removed",
    ]  # fmt: skip


def test_a_photo_of_an_iphone_is_kept_as_any_other(sign_in, case):
    say_yes(case)

    answer = sign_in(case.lead).post(
        f"/cases/{case.code}/people/photo/", sent(an_iphone_photo((2000, 1200)))
    )

    assert answer.status_code == 302
    with Image.open(io.BytesIO(files.read(Photo.objects.get().file))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (614, 1024))
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (an_iphone_photo()[:400], 422),
        (an_iphone_photo(claims=(8000, 8000)), 422),
        (PDF, 422),
        (b"", 422),
        (b"<svg/>", 422),
        (a_photo()[:400], 422),
        (b"\xff" * 26_300_000, 413),
    ],
    ids=["broken heic", "large heic", "paper", "empty", "svg", "broken", "large"],
)
def test_what_is_no_photo_is_refused_beside_the_file(sign_in, case, content, status):
    say_yes(case)

    answer = sign_in(case.lead).post(f"/cases/{case.code}/people/photo/", sent(content))

    assert answer.status_code == status
    assert answer.context["form"].errors["file"]
    assert not Photo.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_only_who_may_know_names_meets_the_photo(sign_in, case, role):
    say_yes(case)
    kept(case)
    client = sign_in(UserFactory(role=role))
    Tie.objects.create(case=case, user=client.user)
    at = f"/cases/{case.code}/"
    meets = client.get(f"{at}people/").status_code == 200

    assert meets or role != Role.CASE_WORKER
    assert not (meets and role in {Role.ME_OFFICER, Role.ADMINISTRATOR})
    expected = 200 if meets else 404
    assert client.post(f"{at}show/photo/").status_code == expected
    assert client.get(f"{at}show/photo/picture/").status_code == expected
    if not meets:
        for url in (f"{at}people/photo/", f"{at}people/photo/remove/"):
            assert client.post(url, {"version": "1"}).status_code == 404
        with pytest.raises(NotAllowed):
            keep_photo(case=case, content=io.BytesIO(a_photo()), by=client.user, expected=1)
        with pytest.raises(NotAllowed):
            remove_photo(case=case, by=client.user, expected=1)
    assert Photo.objects.get().version == 1


def test_a_child_needs_both_words_and_a_withdrawn_one_hides_the_photo(sign_in, case):
    case.is_minor = True
    case.save()
    say_yes(case, "assent")
    with pytest.raises(NoConsentToPhoto):
        kept(case)
    say_yes(case, "guardian")
    kept(case)
    with pytest.raises(PhotoChanged):
        kept(case)
    client, at = sign_in(case.lead), f"/cases/{case.code}/"
    assert client.get(f"{at}show/photo/picture/").status_code == 200

    take_back(case=case, consent=Consent.objects.get(giver="guardian"), by=case.lead)

    assert client.post(f"{at}show/photo/").status_code == 404
    assert client.get(f"{at}show/photo/picture/").status_code == 404
    page = client.get(f"{at}people/").content.decode()
    assert "no consent to it any more" in page
    assert "Show the photo" not in page
    remove_photo(case=case, by=case.lead, expected=1)
    assert not Photo.objects.exists()


def test_the_photo_of_one_person_is_not_found_through_another_file(sign_in, case):
    say_yes(case)
    kept(case)
    other = CaseFactory(worker=case.lead)

    client = sign_in(case.lead)

    assert client.post(f"/cases/{other.code}/show/photo/").status_code == 404
    assert client.get(f"/cases/{other.code}/show/photo/picture/").status_code == 404
