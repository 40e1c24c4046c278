"""Tasks: small things to do by a day, for a case or for nobody's case."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.rules import part_condition
from kimbilio.accounts.models import User
from kimbilio.cases.labels import in_language
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class TaskQuerySet(PartQuerySet):
    """Tasks of cases follow the case; those of no case belong to who has and who gave them."""

    def open_to(self, user: User, act: Act = Act.VIEW) -> "TaskQuerySet":
        """The tasks ``user`` may see."""
        own = Q(case__isnull=True) & (Q(owner=user) | Q(given_by=user))
        return self.filter(own | (Q(case__isnull=False) & part_condition(user, act)))

    def open_in(self, case: Any, user: User, act: Act = Act.VIEW) -> "TaskQuerySet":
        """Those of one case: nobody's own are among them."""
        return cast("TaskQuerySet", self.by_case(case, user, act))

    def undone(self) -> "TaskQuerySet":
        """Tasks still to be done."""
        return self.filter(done_at__isnull=True)


class Task(PartOfCase, Versioned):
    """One thing to do. The compartment is one that both giver and owner can read."""

    compartment = models.CharField(max_length=12, choices=Compartment, default=Compartment.STORY)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="tasks")
    title = EncryptedTextField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField(_("by"))
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = TaskQuerySet.as_manager()
    privacy = Privacy(
        identifying={"title"},
        sensitive={"case", "compartment", "due_on", "done_at"},
        ordinary={"id", "version", "owner", "given_by", "given_at", "done_by"},
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_on", "id"], name="task_mine_open", condition=Q(done_at=None)
            ),
            models.Index(fields=["owner", "-done_at", "-id"], name="task_mine_done"),
            models.Index(fields=["case", "due_on", "id"], name="task_of_case"),
        ]
        constraints = [all_or_none("done_at", "done_by", name="task_doing_is_signed")]

    def __str__(self) -> str:
        return f"task {self.pk}"

    @property
    def words(self) -> str:
        """What is to be done, in the language of whoever reads."""
        return in_language(self.title)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.done_at is None and self.due_on < timezone.localdate()

    @property
    def days_late(self) -> int:
        """How many days ago it should have been done."""
        return (timezone.localdate() - self.due_on).days
