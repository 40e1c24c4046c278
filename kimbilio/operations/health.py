"""What ``kimbilio doctor`` looks at: keys, data and work here, the machine in ``machine``."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from kimbilio.helpline.models import Account, Delivery
from kimbilio.kernel.models import Chore
from kimbilio.operations import backup, home, machine, schema
from kimbilio.operations.findings import Finding, State, good
from kimbilio.vault import keys
from kimbilio.vault.errors import KeyTrouble

WAITING_TOO_LONG = timedelta(minutes=15)
BACKUP_EVERY = timedelta(days=7)


def examine() -> Iterator[Finding]:
    """Every check in turn; one that cannot be made is itself something wrong."""
    for look in LOOKS:
        try:
            yield look()
        except (DatabaseError, OSError) as trouble:
            name = _((look.__doc__ or "").rstrip("."))
            yield Finding(name, State.WRONG, _("This could not be looked at: %(kind)s.")
                          % {"kind": type(trouble).__name__})  # fmt: skip


def look_at_keys() -> Finding:
    """Keys."""
    name = _("Keys")
    try:
        keys.check_database()
    except KeyTrouble as trouble:
        return Finding(name, State.WRONG, str(trouble))
    place = _("the environment") if keys.from_environment() else str(keys.place())
    return good(name, _("The keys in %(place)s open this database.") % {"place": place})


def look_at_database() -> Finding:
    """Database."""
    name = _("Database")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            broken = _broken_rows()
    except DatabaseError:
        return Finding(
            name,
            State.WRONG,
            _("The database does not answer."),
            _("Check that it runs and that DATABASE_URL is right."),
        )
    if broken:
        return Finding(
            name,
            State.WRONG,
            _("The database is damaged: %(what)s.") % {"what": broken},
            _("Stop Kimbilio, keep a copy of the file, and restore the last backup."),
        )
    return good(name, _("It answers and is whole (%(kind)s).") % {"kind": connection.vendor})


def _broken_rows() -> str:
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as look:
        look.execute("PRAGMA quick_check(1)")
        said = str(look.fetchone()[0])
        if said != "ok":
            return said
        look.execute("PRAGMA foreign_key_check")
        row = look.fetchone()
        return f"{row[0]} -> {row[2]}" if row else ""


def look_at_migrations() -> Finding:
    """Tables."""
    name = _("Tables")
    if newer := schema.unknown():
        return Finding(
            name,
            State.WRONG,
            _("The database was made by a newer version (%(count)s steps that are not known).")
            % {"count": len(newer)},
            _("Install the newest version of Kimbilio."),
        )
    if pending := schema.pending():
        return Finding(
            name,
            State.WRONG,
            _("%(count)s steps are missing.") % {"count": len(pending)},
            _("Make a backup, then run: kimbilio migrate"),
        )
    return good(name, _("They have the shape that this version expects."))


def look_at_background() -> Finding:
    """Background work."""
    name = _("Background work")
    if not home.is_held("server"):
        return Finding(
            name, State.CARE, _("Kimbilio is not running here."), _("Start it: kimbilio serve")
        )
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    late = oldest is not None and oldest.enqueued_at < timezone.now() - WAITING_TOO_LONG
    if late or not home.is_held("background"):
        return Finding(
            name,
            State.WRONG,
            _("Jobs are waiting and nobody does them.")
            if late
            else _("The background worker does not run."),
            _("Restart Kimbilio, and look at its log."),
        )
    failing = Chore.objects.filter(failed_at__isnull=False).filter(
        Q(finished_at__isnull=True) | Q(failed_at__gt=F("finished_at"))
    )
    if names := list(failing.values_list("name", flat=True)):
        return Finding(
            name,
            State.CARE,
            _("These failed when they last ran: %(names)s.") % {"names": ", ".join(names)},
            _("Look at the log."),
        )
    return good(name, _("The worker runs and nothing waits too long."))


def look_at_helpline() -> Finding:
    """Helpline."""
    name = _("Helpline")
    late = timezone.now() - WAITING_TOO_LONG
    unread = Delivery.objects.filter(read_at=None, received_at__lt=late).count()
    if unread:
        return Finding(
            name,
            State.WRONG,
            _("Postings of providers that nobody could read: %(n)s.") % {"n": unread},
            _(
                "Restart Kimbilio. If they stay, look at its log and keep a backup: they are not lost."
            ),
        )
    silent = Account.objects.filter(is_active=True).exclude(trouble="").order_by("name")
    if names := list(silent.values_list("name", flat=True)):
        return Finding(
            name,
            State.CARE,
            _("These accounts do not answer: %(names)s.") % {"names": ", ".join(names)},
            _("Look at Settings, Helpline accounts. What waits to be sent is kept for two days."),
        )
    return good(name, _("Everything that came was read, and every account answers."))


def look_at_backups() -> Finding:
    """Backups."""
    name = _("Backups")
    made = parse_datetime(backup.last_made() or "")
    advice = _("Run: kimbilio backup FILE, and keep it on another machine.")
    if made is None:
        return Finding(name, State.CARE, _("None was made yet."), advice)
    says = _("The last one is of %(when)s.") % {"when": f"{timezone.localtime(made):%Y-%m-%d}"}
    if made < timezone.now() - BACKUP_EVERY:
        return Finding(name, State.CARE, says, advice)
    return good(name, says)


LOOKS: tuple[Callable[[], Finding], ...] = (
    look_at_keys,
    look_at_database,
    look_at_migrations,
    machine.look_at_disk,
    machine.look_at_clock,
    machine.look_at_mail,
    machine.look_at_permissions,
    look_at_background,
    look_at_helpline,
    look_at_backups,
    machine.look_at_frontend,
)
