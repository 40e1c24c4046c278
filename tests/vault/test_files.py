"""Files are kept encrypted, whole or not at all, and read back only as what they are."""

import errno
import io
import os
import stat
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadhandler import load_handler
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kimbilio.kernel.ids import new_id
from kimbilio.vault import disk, files
from kimbilio.vault.disk import DiskFull
from kimbilio.vault.errors import CannotDecrypt, FileLost
from kimbilio.vault.file_types import OFFICE, WrongFileType, tell
from kimbilio.vault.models import StoredFile
from tests.factories.files import an_iphone_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_dir")]

PDF = "application/pdf"
KIND = files.Kind("samples.letter", frozenset({PDF, "image/png", "text/plain"}), limit=400_000)
WORDS = b"Nafula waits at the bridge. " * 9000  # several segments


def kept(content=WORDS, kind=KIND):
    return files.store(io.BytesIO(content), owner_id=new_id(), kind=kind)


def on_disk():
    return [path for path in disk.folder().rglob("*") if path.is_file()]


def test_store_keeps_a_file_that_only_we_can_read():
    stored = kept()
    (path,) = on_disk()

    assert files.read(stored) == WORDS
    assert (stored.size, stored.content_type) == (len(WORDS), "text/plain")
    assert b"Nafula" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert files.is_intact(stored)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(tail=st.binary(max_size=200_000))
def test_any_content_comes_back(tail):
    content = b"%PDF-1.7\n" + tail

    assert files.read(kept(content)) == content


def test_open_file_gives_small_pieces():
    pieces = list(files.open_file(kept()))

    assert b"".join(pieces) == WORDS
    assert max(map(len, pieces)) <= disk.PIECE


def test_a_file_put_in_the_place_of_another_does_not_open():
    mine, theirs = kept(), kept(b"other words")
    os.replace(disk.path_of(mine.id, mine.key_id), disk.path_of(theirs.id, theirs.key_id))

    with pytest.raises(CannotDecrypt):
        files.open_file(theirs)
    with pytest.raises(FileLost):
        files.open_file(mine)
    assert not files.is_intact(theirs)
    assert not files.is_intact(mine)


@pytest.mark.parametrize("cut", [0, 10, 70_000, -1])
def test_a_file_cut_short_does_not_read_to_its_end(cut):
    stored = kept()
    path = disk.path_of(stored.id, stored.key_id)
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(CannotDecrypt):
        files.read(stored)


def test_what_is_too_large_or_empty_is_refused_and_leaves_nothing():
    for content, refusal in ((b"x" * 400_001, files.FileTooLarge), (b"", files.FileEmpty)):
        with pytest.raises(refusal):
            kept(content)

    assert not StoredFile.objects.exists()
    assert on_disk() == []


@pytest.mark.parametrize(
    "content",
    [b"MZ" + bytes(90), b"<html><script>x</script>", b"\x00\x01\x02", b"PK\x03\x04broken"],
)
def test_a_file_of_another_kind_is_refused_whatever_its_name(content):
    with pytest.raises(WrongFileType):
        kept(content)

    assert on_disk() == []


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def test_office_documents_are_told_apart_and_macros_refused():
    word, sheet = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"
    document = packed("[Content_Types].xml", "word/document.xml")

    assert tell(document, {word, sheet}) == word
    assert tell(document[:40], {word}, whole=False) == word
    for refused, allowed in (
        (document, {sheet}),
        (document[:-9], {word}),
        (packed("a.txt"), {word}),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), {word}),
    ):
        with pytest.raises(WrongFileType):
            tell(refused, allowed)
    assert tell(packed("a.txt"), {"application/zip"}) == "application/zip"
    assert tell("\ufeffhabari".encode("utf-16"), {"text/plain"}) == "text/plain"


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"msf1"])
def test_a_photo_of_an_iphone_is_told_from_a_film(brand):
    photo = an_iphone_photo((64, 64))
    photo = photo[:8] + brand + photo[12:]
    film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42hvc1" + bytes(600)

    for whole in (photo, photo[: files.TELLING]):
        assert tell(whole, {"video/mp4", "image/heic"}, whole=whole == photo) == "image/heic"
    assert tell(film, {"video/mp4", "image/heic"}) == "video/mp4"
    with pytest.raises(WrongFileType):
        tell(film, {"image/heic"})
    with pytest.raises(WrongFileType):
        tell(photo, {"video/mp4"})


def arriving(kind=KIND):
    return files.begin(owner_id=new_id(), kind=kind)


def test_a_broken_upload_goes_on_where_it_stopped():
    stored = arriving()
    assert files.append(stored, WORDS[:100_000], offset=0, kind=KIND) == 100_000
    again = StoredFile.objects.get(pk=stored.pk)

    assert files.append(again, WORDS[:100_000], offset=0, kind=KIND) == 100_000
    with pytest.raises(files.UploadBroken) as gap:
        files.append(again, b"x", offset=100_001, kind=KIND)
    assert gap.value.size == 100_000
    files.append(again, WORDS[100_000:], offset=100_000, kind=KIND)
    files.finish(again, kind=KIND)
    files.finish(stored, kind=KIND)

    assert files.read(stored) == WORDS
    assert files.append(stored, b"more", offset=0, kind=KIND) == len(WORDS)


def test_pieces_lie_encrypted_and_go_when_the_file_is_whole(django_capture_on_commit_callbacks):
    stored = arriving()
    files.append(stored, WORDS, offset=0, kind=KIND)
    assert all(b"Nafula" not in path.read_bytes() for path in on_disk())

    with django_capture_on_commit_callbacks(execute=True):
        files.finish(stored, kind=KIND)

    assert list(files.locked_parts()) == []


def test_a_file_that_is_arriving_cannot_be_read():
    with pytest.raises(FileLost):
        files.open_file(arriving())


def test_a_wrong_or_too_large_upload_is_refused_at_its_first_piece():
    with pytest.raises(WrongFileType):
        files.append(arriving(), b"MZ" + bytes(600), offset=0, kind=KIND)
    with pytest.raises(files.FileTooLarge):
        files.append(arriving(), b"x" * 400_001, offset=0, kind=KIND)
    with pytest.raises(files.FileEmpty):
        files.finish(arriving(), kind=KIND)

    assert on_disk() == []


def test_an_altered_or_lost_piece_is_noticed():
    stored = arriving()
    files.append(stored, WORDS, offset=0, kind=KIND)
    (path,) = on_disk()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(CannotDecrypt):
        files.finish(stored, kind=KIND)

    path.unlink()
    with pytest.raises(FileLost):
        files.finish(stored, kind=KIND)


@pytest.mark.parametrize("fails", ["fsync", "write"])
def test_a_full_disk_leaves_nothing_behind(monkeypatch, fails):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    stored = arriving()
    if fails == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        real = os.fdopen

        def opened(*args, **kwargs):
            out = real(*args, **kwargs)
            return type(
                "Full",
                (),
                {
                    "__enter__": lambda self: self,
                    "__exit__": lambda self, *a: out.close(),
                    "write": full,
                    "flush": out.flush,
                    "fileno": out.fileno,
                },
            )()

        monkeypatch.setattr(os, "fdopen", opened)
    with pytest.raises(DiskFull):
        kept()
    with pytest.raises(DiskFull):
        files.append(stored, b"words", offset=0, kind=KIND)

    assert on_disk() == []
    assert StoredFile.objects.get().size == 0


def test_discard_removes_row_and_bytes(django_capture_on_commit_callbacks):
    stored = kept()

    with django_capture_on_commit_callbacks(execute=True):
        files.discard(stored)

    assert on_disk() == []
    assert not StoredFile.objects.exists()


def test_sweep_removes_only_what_is_old_and_nobodys(django_capture_on_commit_callbacks):
    keep, orphan, left = kept(), kept(), arriving()
    files.append(left, WORDS, offset=0, kind=KIND)
    StoredFile.objects.filter(pk=orphan.pk).delete()
    assert files.sweep() == 0

    with django_capture_on_commit_callbacks(execute=True):
        files.sweep(timezone.now() + timedelta(days=3))

    assert on_disk() == [disk.path_of(keep.id, keep.key_id)]
    assert StoredFile.objects.get() == keep


def uploaded(content, settings):
    request = RequestFactory().post("/", {"file": io.BytesIO(content)})
    request.upload_handlers = [
        load_handler(path, request) for path in settings.FILE_UPLOAD_HANDLERS
    ]
    return request.FILES["file"]


def test_an_upload_stays_in_memory(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 200_000

    assert uploaded(b"x" * 200_000, settings).read() == b"x" * 200_000
    large = uploaded(b"x" * 400_001, settings)
    assert (large.size, large.read()) == (400_001, b"")
    with pytest.raises(files.FileTooLarge):
        files.store(large, owner_id=new_id(), kind=KIND)
