"""Mails of referrals that do not go out: logged without the address, kept, and told to the worker."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.cases.models import Notice
from kimbilio.operations.logs import formatter
from kimbilio.referrals.actions.links import send_referral
from kimbilio.referrals.actions.reminding import remind_of_referrals
from kimbilio.referrals.choices import State
from kimbilio.referrals.models import Referral
from tests.factories.referrals import a_draft

pytestmark = pytest.mark.django_db
ADDRESS = "desk@clinic.example"


class Refusing(BaseEmailBackend):
    """A mail server that knows nobody, and says so with the address."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({to: (550, to.encode()) for to in email_messages[0].to})


@pytest.fixture
def referral():
    return a_draft(email=ADDRESS)


@pytest.fixture
def no_mail(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def send(referral, committed):
    with committed(execute=True):
        send_referral(referral=referral, by=referral.made_by)
    referral.refresh_from_db()


def failures():
    return Entry.objects.filter(event="referral_mail_failed")


def test_a_link_that_could_not_be_mailed_is_kept_in_mind_until_one_goes_out(
    referral, no_mail, settings, django_capture_on_commit_callbacks
):
    send(referral, django_capture_on_commit_callbacks)
    assert referral.state == State.SENT  # the link is there, and can be passed on by hand
    assert referral.mail_failed_at
    assert failures().get().case_id == referral.case_id

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(referral, django_capture_on_commit_callbacks)
    assert referral.mail_failed_at is None
    assert failures().count() == 1


def test_a_mail_that_goes_out_leaves_no_trace_of_failing(
    referral, django_capture_on_commit_callbacks
):
    send(referral, django_capture_on_commit_callbacks)

    assert referral.mail_failed_at is None
    assert not failures().exists()


def test_the_log_says_that_it_failed_and_not_to_whom(
    referral, no_mail, caplog, django_capture_on_commit_callbacks
):
    with caplog.at_level(logging.ERROR):
        send(referral, django_capture_on_commit_callbacks)

    (line,) = [one for one in caplog.records if one.name == "kimbilio.referrals.notices"]
    written = formatter().format(line)
    assert "A mail of a referral could not be sent" in written
    assert "SMTPRecipientsRefused" in written
    assert ADDRESS not in written


def test_a_reminder_that_fails_is_told_to_the_worker_at_once(
    referral, no_mail, django_capture_on_commit_callbacks
):
    send(referral, django_capture_on_commit_callbacks)
    Referral.objects.update(waits_until=timezone.now() - timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_referrals() == 1

    assert Notice.objects.filter(user=referral.made_by, kind="referral_waiting").count() == 1
    assert failures().count() == 2


def test_what_waits_has_a_day(referral):
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state="sent", sent_at=timezone.now())

    referral.refresh_from_db()
    assert referral.state == State.DRAFT
