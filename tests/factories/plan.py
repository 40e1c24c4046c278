"""Steps of plans and ready-made sets, as small as the law allows."""

import factory
from django.utils import timezone

from kimbilio.cases.models import ReadySet, ReadyStep, Step, StepLink
from kimbilio.cases.plan_choices import Phase, StepStatus, Wish
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


class StepFactory(factory.django.DjangoModelFactory):
    """A planned step that the person wants, in the first phase."""

    class Meta:
        model = Step

    class Params:
        started = factory.Trait(
            status=StepStatus.STARTED, started_at=factory.LazyFunction(timezone.now)
        )
        done = factory.Trait(
            status=StepStatus.DONE,
            started_at=factory.LazyFunction(timezone.now),
            ended_at=factory.LazyFunction(timezone.now),
            ended_by=factory.SubFactory(UserFactory),
        )
        declined = factory.Trait(
            status=StepStatus.DECLINED,
            ended_at=factory.LazyFunction(timezone.now),
            ended_by=factory.SubFactory(UserFactory),
        )

    case = factory.SubFactory(CaseFactory)
    number = factory.LazyAttribute(lambda step: Step.objects.filter(case=step.case).count() + 1)
    place = factory.SelfAttribute("number")
    phase = Phase.SAFETY
    title = "Birth record copy"
    wish = Wish.WANTS


class StepLinkFactory(factory.django.DjangoModelFactory):
    """A step that waits for another one of the same case."""

    class Meta:
        model = StepLink

    step = factory.SubFactory(StepFactory)
    waits_for = factory.LazyAttribute(lambda link: StepFactory(case=link.step.case))
    case = factory.SelfAttribute("step.case")


class ReadySetFactory(factory.django.DjangoModelFactory):
    """A set without steps."""

    class Meta:
        model = ReadySet

    title_en = "Move to town"


class ReadyStepFactory(factory.django.DjangoModelFactory):
    """The first step of a set."""

    class Meta:
        model = ReadyStep

    ready_set = factory.SubFactory(ReadySetFactory)
    place = 1
    phase = Phase.HOME
    title_en = "Look at rooms"
