"""Two windows of one therapist, and two reviewers, in the same second: nothing is overwritten unseen."""

import pytest

from kimbilio.kernel.errors import Stale
from kimbilio.therapy.actions.notes import break_seal, review_seal, write_sealed_note
from kimbilio.therapy.models import SealedNote, SealOpening, TherapyAttendance
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.at_once import at_once, refusals
from tests.factories.therapy import a_session, an_episode

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sealed_note_is_written_once_and_its_opening_reviewed_once():
    attendance = a_session(an_episode(), hours=-2).attendances.get()
    by, case = attendance.session.held_by, attendance.case

    def write(text):
        fresh = TherapyAttendance.objects.select_related("case", "session").get(pk=attendance.pk)
        return write_sealed_note(attendance=fresh, text=text, by=by, expected=0)

    (refused,) = refusals(at_once(lambda: write("The river."), lambda: write("The hill.")))
    assert isinstance(refused, Stale)
    assert refused.theirs == SealedNote.objects.get()

    manager, *leads = UserFactory(manager=True), UserFactory(lead=True), UserFactory(lead=True)
    for user in (manager, *leads):
        UnitMembershipFactory(unit=case.unit, user=user, is_lead=user != manager)
    note = SealedNote.objects.select_related("case").get()
    opening = break_seal(note=note, reason="Her sister called and fears for tonight.", by=leads[0])

    def review(verdict, who):
        review_seal(opening=SealOpening.objects.get(pk=opening.pk), verdict=verdict, by=who)

    told = at_once(lambda: review("justified", leads[1]), lambda: review("doubtful", manager))

    assert len(refusals(told)) == 1
