"""What pages load stays small, comes from us alone, and its absence is told plainly."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from kimbilio.web.templatetags import assets

KB = 1024
LOCK = Path(assets.__file__).parents[3] / "package-lock.json"


@pytest.fixture
def built(settings):
    """The build's folder and manifest; the test is left out where nothing was built."""
    path = settings.FRONTEND_DIST / "manifest.json"
    if not path.exists():
        pytest.skip("the front end is not built")
    return settings.FRONTEND_DIST, json.loads(path.read_text())


def packed(path: Path) -> int:
    """The bytes on the line."""
    return len(gzip.compress(path.read_bytes(), 9))


def test_style_sheet_and_script_stay_in_their_budgets(built):
    folder, manifest = built
    entry = manifest[assets.ENTRY]

    assert packed(folder / entry["css"][0]) <= 30 * KB
    assert packed(folder / entry["file"]) <= 45 * KB


def test_there_is_one_font_of_21_kilobytes(built):
    folder, _manifest = built
    fonts = list(folder.rglob("*.woff2"))

    assert len(fonts) == 1
    assert fonts[0].stat().st_size <= 21 * KB


def test_each_text_file_lies_there_compressed(built):
    folder, manifest = built

    for name in [manifest[assets.ENTRY]["file"], *manifest[assets.ENTRY]["css"]]:
        assert (folder / f"{name}.gz").exists()
        assert (folder / f"{name}.br").exists()


def test_style_sheet_loads_nothing_from_elsewhere(built):
    folder, manifest = built
    sheet = (folder / manifest[assets.ENTRY]["css"][0]).read_text()

    assert "//" not in sheet.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.django_db
def test_hashed_files_are_kept_for_a_year(built, client):
    _folder, manifest = built
    answer = client.get(f"/static/{manifest[assets.ENTRY]['file']}")
    answer.close()

    assert "immutable" in answer.headers["Cache-Control"]


def test_missing_build_says_what_to_do(settings, tmp_path):
    settings.FRONTEND_DIST = tmp_path / "nowhere"
    settings.FRONTEND_MUST_BE_BUILT = True

    with pytest.raises(ImproperlyConfigured, match="npm run build"):
        assets.page_style()


def test_lock_file_has_hashes_and_no_addresses():
    packages = json.loads(LOCK.read_text())["packages"]
    del packages[""]

    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for package in packages.values())


def test_pages_say_what_they_may_load():
    answer = Client().get("/new-page/")
    policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
