"""Photos of iPhones that were kept as films before the two were told apart."""

import io
from pathlib import Path

import pytest
from django.conf import settings

from kimbilio.audit.models import Entry
from kimbilio.cases.actions import catching_up, photos_of_before
from kimbilio.cases.actions.documents import add_document, retract_document
from kimbilio.cases.actions.photos_of_before import catch_up_photos
from kimbilio.cases.models import CatchUp, Document
from kimbilio.cases.tasks import draw_thumbnail
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.files import an_iphone_photo

pytestmark = pytest.mark.django_db
FILM = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(600)


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def kept_as_film(case, content):
    """A document of which was said that it is a film, as before."""
    document = add_document(
        case=case, kind="photo", compartment="story", content=io.BytesIO(content), by=case.lead
    )
    StoredFile.objects.filter(pk=document.file_id).update(content_type="video/mp4")
    return Document.objects.get(pk=document.pk)


def type_of(document):
    return StoredFile.objects.get(pk=document.file_id).content_type


def test_a_photo_taken_for_a_film_becomes_a_photo_with_a_small_picture(case):
    photo, film = kept_as_film(case, an_iphone_photo()), kept_as_film(case, FILM)
    assert not photo.is_picture

    assert catch_up_photos() == 1

    assert (type_of(photo), type_of(film)) == ("image/heic", "video/mp4")
    assert draw_thumbnail.call(str(photo.pk)) is True
    assert Document.objects.get(pk=photo.pk).download_name.endswith(".heic")
    entry = Entry.objects.get(event="document_changed")
    assert (entry.subject_id, entry.actor_id) == (str(photo.pk), None)
    assert entry.facts == {"file_type": "image/heic"}


def test_it_goes_on_where_it_stopped_and_is_over_once(case, monkeypatch):
    first, second = (kept_as_film(case, an_iphone_photo()) for _ in range(2))
    CatchUp.objects.create(
        what="photos", generation=photos_of_before.GENERATION, after=str(first.pk)
    )
    monkeypatch.setattr(photos_of_before, "FEW", 1)
    rests: list[float] = []
    monkeypatch.setattr(catching_up, "give_way", rests.append)

    assert catch_up_photos() == 1
    assert len(rests) == 2  # after each piece, and the empty one that ends it
    assert (type_of(first), type_of(second)) == ("video/mp4", "image/heic")
    assert CatchUp.objects.get().finished_at
    kept_as_film(case, an_iphone_photo())
    assert catch_up_photos() == 0


def test_a_file_that_is_lost_stops_nobody_and_what_was_taken_back_stays(case):
    lost, back, photo = (kept_as_film(case, an_iphone_photo()) for _ in range(3))
    retract_document(document=back, why="Not ours", by=case.lead)
    for path in Path(settings.FILES_DIR).rglob(f"{lost.file_id.hex}*"):
        path.unlink()

    assert catch_up_photos() == 1

    assert [type_of(one) for one in (lost, back, photo)] == ["video/mp4", "video/mp4", "image/heic"]
    assert CatchUp.objects.get().finished_at
