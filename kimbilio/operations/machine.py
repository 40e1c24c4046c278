"""The part of ``kimbilio doctor`` that looks at the machine: disk, clock, mail, files, built pages."""

import os
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.audit.models import Entry
from kimbilio.operations import backup, home
from kimbilio.operations.findings import Finding, State, good
from kimbilio.vault import keys

MEGABYTE = 1024 * 1024
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # no clock is right that says it is earlier


def look_at_disk() -> Finding:
    """Disk space."""
    name = _("Disk space")
    free = disk_usage(home.folder()).free
    wanted = max(500 * MEGABYTE, 2 * backup.size_of_database())
    says = _("%(free)s MB are free.") % {"free": free // MEGABYTE}
    if free < wanted:
        state = State.WRONG if free < wanted // 2 else State.CARE
        return Finding(
            name,
            state,
            says,
            _("Make room: at least %(wanted)s MB.") % {"wanted": wanted // MEGABYTE},
        )
    return good(name, says)


def look_at_clock() -> Finding:
    """Clock."""
    name = _("Clock")
    now = timezone.now()
    newest = Entry.objects.order_by("-id").values_list("at", flat=True).first()
    apart = _seconds_from_database()
    if now < WRITTEN or (newest and newest > now + timedelta(minutes=5)) or apart > 60:
        return Finding(
            name,
            State.WRONG,
            _("It says %(now)s, which cannot be right.") % {"now": f"{now:%Y-%m-%d %H:%M} UTC"},
            _("Set the time, and let the machine keep it: timedatectl set-ntp true"),
        )
    return good(name, f"{timezone.localtime(now):%Y-%m-%d %H:%M} ({settings.TIME_ZONE})")


def _seconds_from_database() -> float:
    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return abs(float(cursor.fetchone()[0]) - time.time())


def look_at_mail() -> Finding:
    """Mail."""
    name = _("Mail")
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Finding(
            name,
            State.CARE,
            _("Mail is not sent; it is only shown on the terminal."),
            _("On a server use the settings kimbilio.settings.production and KIMBILIO_MAIL_HOST."),
        )
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        line = get_connection(timeout=5)
        line.open()
        line.close()
    except OSError:  # smtplib's own errors are OSErrors as well
        return Finding(
            name,
            State.WRONG,
            _("The mail server %(where)s does not take us.") % {"where": where},
            _("Check KIMBILIO_MAIL_HOST, _PORT, _USER and _PASSWORD."),
        )
    return good(name, _("The mail server %(where)s answers.") % {"where": where})


def look_at_permissions() -> Finding:
    """File permissions."""
    name = _("File permissions")
    root = home.folder()
    private = [root, keys.place().parent, keys.place(), Path(settings.FILES_DIR), root / "run"]
    for path in (path for path in private if path.exists()):
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & 0o077:
            mode = "700" if path.is_dir() else "600"
            return Finding(
                name,
                State.WRONG,
                _("Others on this machine may open %(path)s.") % {"path": path},
                _("Run: chmod %(mode)s %(path)s") % {"mode": mode, "path": path},
            )
        if not os.access(path, os.W_OK):
            return Finding(
                name,
                State.WRONG,
                _("This account may not write to %(path)s.") % {"path": path},
                _("Run Kimbilio, and this, as the account that owns it."),
            )
    return good(name, _("Only this account opens %(path)s.") % {"path": root})


def look_at_frontend() -> Finding:
    """Pages' style and script."""
    name = _("Pages' style and script")
    if not (Path(settings.FRONTEND_DIST) / "manifest.json").exists():
        return Finding(
            name, State.WRONG, _("They are not built."), _("Run script/setup in the checkout.")
        )
    return good(name, _("They are built."))
