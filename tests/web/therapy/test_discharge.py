"""The discharge summary: one paper of an episode that ended, set with the organisation's layout, not kept."""

import pytest
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Document
from kimbilio.letters.actions.layouts import save_layout
from kimbilio.letters.layouts import built_in
from kimbilio.letters.samples import sample_facts
from kimbilio.therapy.actions.notes import write_sealed_note
from kimbilio.therapy.actions.scales import record_scale
from kimbilio.therapy.actions.sessions import record_presence
from kimbilio.web import pdf
from tests.factories.accounts import UserFactory
from tests.factories.therapy import a_session, an_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    """An episode with a session, a sealed note of it, a line for the team and a scale."""
    made = an_episode()
    record_scale(
        episode=made, scale="PHQ9", answers={str(n): 1 for n in range(1, 9)} | {"9": 0},
        language="en", mode="asked", by=made.responsible, answered_on=timezone.localdate(),
    )  # fmt: skip
    session = a_session(made, hours=-3)
    given = {"attendance": session.attendances.get(), "by": session.held_by}
    record_presence(presence="came", team_line="Sleeps better.", **given)
    write_sealed_note(text="She spoke of the river.", **given)
    return made


def test_it_is_set_with_the_layout_of_the_house_and_holds_no_sealed_word(
    sign_in, episode, monkeypatch
):
    client, lead = sign_in(episode.responsible), sign_in(episode.case.lead)
    here = f"/cases/{episode.case.code}/therapy/{episode.pk}/"
    assert client.get(f"{here}discharge/").status_code == 404
    client.post(f"{here}end/", {"outcome": "completed", "summary": "Walks alone."})
    ours = built_in("discharge", "en") + "\nOurs."
    save_layout(
        kind="discharge", language="en", source=ours, by=UserFactory(role=Role.ADMINISTRATOR)
    )
    drawn, keep = [], pdf.drawn
    monkeypatch.setattr(
        pdf, "drawn", lambda layout, facts: drawn.append((layout, facts)) or keep(layout, facts)
    )

    got = client.get(f"{here}discharge/")

    assert got.content.startswith(b"%PDF")
    assert episode.case.code not in got["Content-Disposition"]
    assert got["Cache-Control"] == "no-store"
    (layout, facts), said = drawn[0], str(drawn[0][1])
    assert (layout.source, layout.number) == (ours, 1)
    assert "Walks alone." in said
    assert "PHQ-9" in said
    assert "river" not in said
    # No layout can ask for a note: what it is given is this and nothing else.
    assert set(facts) == set(sample_facts("discharge", "en"))
    assert not Document.objects.exists()
    assert Entry.objects.filter(event="printed").count() == 1
    for other in (lead, sign_in(therapist=True)):
        assert other.get(f"{here}discharge/").status_code == 404


def test_it_is_offered_among_the_layouts_and_not_among_the_letters_of_a_case(sign_in, episode):
    administrator, lead = (
        sign_in(UserFactory(role=Role.ADMINISTRATOR)),
        sign_in(episode.case.lead),
    )

    assert "Discharge summary" in administrator.get("/settings/letters/").content.decode()
    assert "Discharge summary" not in lead.get(f"/cases/{episode.case.code}/make/").content.decode()
    assert lead.get(f"/cases/{episode.case.code}/make/discharge/en/").status_code == 404
