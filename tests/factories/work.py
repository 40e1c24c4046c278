"""Calls, tasks and appointments, as small as the law allows."""

from datetime import timedelta

import factory
from django.utils import timezone

from kimbilio.cases.models import Appointment, FollowUpCall, TakesPart, Task
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


class FollowUpCallFactory(factory.django.DjangoModelFactory):
    """A call to be made today by the case's lead."""

    class Meta:
        model = FollowUpCall

    case = factory.LazyFunction(lambda: CaseFactory(worker=UserFactory()))
    owner = factory.LazyAttribute(lambda call: call.case.lead)
    due_at = factory.LazyFunction(timezone.now)


class TaskFactory(factory.django.DjangoModelFactory):
    """A task of today that belongs to no case; ``late=True``: of three days ago."""

    class Meta:
        model = Task

    class Params:
        late = factory.Trait(
            due_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=3))
        )

    title = "Transport claim"
    owner = factory.SubFactory(UserFactory)
    given_by = factory.SelfAttribute("owner")
    due_on = factory.LazyFunction(timezone.localdate)


class AppointmentFactory(factory.django.DjangoModelFactory):
    """An hour among staff, with its owner taking part."""

    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    kind = "meeting"
    title = "Debrief circle"
    owner = factory.SubFactory(UserFactory)
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=1))

    @factory.post_generation
    def people(appointment, create, users, **kwargs):  # factory_boy passes the instance
        """Those who take part besides the owner."""
        for user in [appointment.owner, *(users or [])]:
            TakesPart.objects.create(
                appointment=appointment, user=user, starts_at=appointment.starts_at
            )
