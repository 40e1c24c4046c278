"""The administrator changes rules and limits; nobody else finds the pages."""

import pytest

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.rules import save_rule
from kimbilio.cases.models import DecisionRule, ResponseLimit
from kimbilio.kernel.errors import NotAllowed
from kimbilio.web.rules.views import ASKED
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def fields_of(rule, **more):
    values = {name: getattr(rule, name) for name in ASKED if name != "is_active"}
    return {**values, "is_active": "on", "version": rule.version, **more}


def test_a_rule_is_changed_and_the_change_recorded(sign_in):
    rule = DecisionRule.objects.first()

    sign_in(administrator=True).post(f"/rules/{rule.pk}/", fields_of(rule, route="shelter"))

    rule.refresh_from_db()
    assert (rule.route, rule.version) == ("shelter", 2)
    assert Entry.objects.filter(event="rules_changed").count() == 1


def test_a_taken_place_or_an_old_version_is_refused(sign_in):
    first, second = DecisionRule.objects.order_by("order")[:2]
    client = sign_in(administrator=True)

    taken = client.post(f"/rules/{first.pk}/", fields_of(first, order=second.order))
    stale = client.post(f"/rules/{first.pk}/", fields_of(first, version=7, route="shelter"))

    assert taken.status_code == stale.status_code == 422
    first.refresh_from_db()
    assert first.version == 1


def test_a_rule_is_added(sign_in):
    values = fields_of(DecisionRule.objects.first(), order=5, version="")

    sign_in(administrator=True).post("/rules/new/", values)

    assert DecisionRule.objects.order_by("order").first().order == 5


def test_a_limit_is_set(sign_in):
    limit = ResponseLimit.objects.get(kind="assessment", risk="a_high")
    client = sign_in(administrator=True)

    client.post(f"/rules/limits/{limit.pk}/", {"hours": 24, "version": 1})

    limit.refresh_from_db()
    assert (limit.hours, limit.is_reviewed) == (24, True)
    assert "24 hours" in client.get("/rules/").content.decode()


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR})
def test_other_roles_find_nothing(sign_in, role):
    rule = DecisionRule.objects.first()
    client = sign_in(UserFactory(role=role))

    assert client.get("/rules/").status_code == 404
    assert client.post(f"/rules/{rule.pk}/", fields_of(rule)).status_code == 404
    with pytest.raises(NotAllowed):
        save_rule(rule=rule, by=client.user, order=1)
