"""``kimbilio import`` does what the pages do."""

import pytest
from django.core.management import CommandError, call_command

from kimbilio.cases.models import Case
from tests.factories.accounts import UserFactory
from tests.interchange.samples import ROW, a_lead, laid_out

pytestmark = pytest.mark.django_db


def test_a_dry_run_says_what_would_happen_and_saves_nothing(tmp_path, capsys):
    by, _unit = a_lead()
    file = tmp_path / "past.xlsx"
    file.write_bytes(laid_out(ROW, {**ROW, "Gender": "Purple"}))

    call_command("import", str(file), "--as", by.email, "--dry-run")

    said = capsys.readouterr().out
    assert "1 would be filed" in said
    assert "Row 4: Gender" in said
    assert not Case.objects.exists()


def test_it_files_in_the_name_of_a_colleague(tmp_path):
    by, _unit = a_lead()
    file = tmp_path / "past.xlsx"
    file.write_bytes(laid_out(ROW))

    call_command("import", str(file), "--as", by.email)

    assert Case.objects.get().opened_by == by


def test_it_refuses_a_case_worker(tmp_path):
    file = tmp_path / "past.xlsx"
    file.write_bytes(laid_out(ROW))

    with pytest.raises(CommandError):
        call_command("import", str(file), "--as", UserFactory().email)
