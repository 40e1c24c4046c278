"""Staff and units, as small as the law allows."""

import factory

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.organisation.models import Unit, UnitMembership


class UserFactory(factory.django.DjangoModelFactory):
    """A case worker who can sign in with the password ``tunda la leo``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        worker = factory.Trait(role=Role.CASE_WORKER)
        lead = factory.Trait(role=Role.TEAM_LEAD)
        manager = factory.Trait(role=Role.MANAGER)
        therapist = factory.Trait(role=Role.THERAPIST)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        dpo = factory.Trait(role=Role.DATA_PROTECTION_OFFICER)

    email = factory.Sequence(lambda n: f"staff{n}@kimbilio.example")
    name = factory.Sequence(lambda n: f"Staff Member{n}")
    role = Role.CASE_WORKER
    password = factory.django.Password("tunda la leo")


class UnitFactory(factory.django.DjangoModelFactory):
    """A unit without members."""

    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Unit {n}")


class UnitMembershipFactory(factory.django.DjangoModelFactory):
    """A member of a unit; ``is_lead=True`` makes its lead."""

    class Meta:
        model = UnitMembership

    unit = factory.SubFactory(UnitFactory)
    user = factory.SubFactory(UserFactory)
