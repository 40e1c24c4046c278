"""Accounts and conversations of the helpline, as small as the law allows."""

import factory

from kimbilio.helpline.choices import Channel, ProviderKind
from kimbilio.helpline.marks import address_key, door_hash
from kimbilio.helpline.models import Account, Conversation, Correspondent
from tests.factories.accounts import UserFactory


class AccountFactory(factory.django.DjangoModelFactory):
    """An account in use; its door is its name."""

    class Meta:
        model = Account

    name = factory.Sequence(lambda n: f"line{n}")
    provider = ProviderKind.WHATSAPP
    typed = factory.LazyFunction(dict)
    door = factory.SelfAttribute("name")
    door_hash = factory.LazyAttribute(lambda row: door_hash(row.door))
    made_by = factory.SubFactory(UserFactory, administrator=True)


class CorrespondentFactory(factory.django.DjangoModelFactory):
    """Somebody with a number."""

    class Meta:
        model = Correspondent

    address = factory.Sequence(lambda n: f"+2547990{n:05d}")
    address_key = factory.LazyAttribute(lambda row: address_key(row.address))


class ConversationFactory(factory.django.DjangoModelFactory):
    """An open conversation in which nothing was said yet."""

    class Meta:
        model = Conversation

    channel = Channel.WHATSAPP
    correspondent = factory.SubFactory(CorrespondentFactory)
