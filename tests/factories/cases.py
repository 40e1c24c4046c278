"""People and cases, as small as the law allows."""

import factory
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.models import Case, Note
from kimbilio.kernel.ids import new_code
from kimbilio.people.models import ContactPoint, Person
from tests.factories.accounts import UnitFactory, UserFactory


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody with an invented name and nothing else known."""

    class Meta:
        model = Person

    goes_by = "Pendo"
    full_name = "Pendo Kwekwe Mfano"


class ContactPointFactory(factory.django.DjangoModelFactory):
    """A phone that may be called at any hour."""

    class Meta:
        model = ContactPoint

    person = factory.SubFactory(PersonFactory)
    value = "+254700000001"
    may_call = True


class CaseFactory(factory.django.DjangoModelFactory):
    """An open case that nobody is tied to; ``worker=user`` makes ``user`` its lead."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(
            stage="closed",
            closed_at=factory.LazyFunction(timezone.now),
            closed_by=factory.SubFactory(UserFactory),
        )

    code = factory.LazyFunction(lambda: new_code(6))
    survivor = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    opened_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def worker(case, create, user, **kwargs):  # factory_boy passes the instance
        """Tie ``user`` to the case as its lead."""
        if user is not None:
            Tie.objects.create(case=case, user=user, kind=TieKind.LEAD)
            Case.objects.filter(pk=case.pk).update(lead=user)
            case.lead = user


class NoteFactory(factory.django.DjangoModelFactory):
    """A note of an observation."""

    class Meta:
        model = Note

    case = factory.SubFactory(CaseFactory)
    kind = "observation"
    text = "Slept well."
    author = factory.SubFactory(UserFactory)
