"""Changing a layout: a version that can be set is kept and used from then on; a wrong one is not."""

import re
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.letters.choices import Language, LetterKind
from kimbilio.letters.layouts import layout_in_use, sources_of
from kimbilio.letters.models import MOST_SOURCE, LayoutVersion
from kimbilio.letters.press import LayoutTooHeavy, LayoutWrong, Press
from kimbilio.letters.samples import empty_facts, sample_facts

Made = TypeVar("Made")
# Words that turn data into markup. What people typed must never run, in a layout of ours or of theirs.
RUNS_WORDS = re.compile(r"(?<![\w-])(eval|plugin)(?![\w-])")


def look_at_layout(*, kind: str, language: str, source: str, by: User) -> list[bytes]:
    """The pages of the layout with an invented person, or what is wrong with it and where."""
    require(by, Permission.MANAGE_SETTINGS)
    _refuse_running(source)
    with Press() as press:
        return _tried(press.pictures, kind, language, source)


def save_layout(
    *, kind: str, language: str, source: str, by: User, expected: int | None = None
) -> LayoutVersion:
    """Use this layout from now on, if it can be set with an invented person and with nobody at all."""
    require(by, Permission.MANAGE_SETTINGS)
    source = source.replace("\r\n", "\n")
    if not source.strip():
        raise BadInput(_("Type the layout."), field="source")
    _refuse_running(source)
    with Press() as press:
        _tried(press.pdf, kind, language, source)
    return _keep(kind, language, source, by=by, expected=expected)


def restore_layout(
    *, kind: str, language: str, number: int, by: User, expected: int | None = None
) -> LayoutVersion:
    """Use version ``number`` again, as a new version; 0 is the layout that comes with Kimbilio."""
    require(by, Permission.MANAGE_SETTINGS)
    if number == 0:
        return _keep(kind, language, "", by=by, expected=expected)
    versions = LayoutVersion.objects.filter(kind=kind, language=language, number=number)
    wanted = versions.first()
    if wanted is None:
        raise BadInput(_("This version is not there."))
    return _keep(kind, language, wanted.source, by=by, expected=expected)


def _keep(
    kind: str, language: str, source: str, *, by: User, expected: int | None
) -> LayoutVersion:
    newest = layout_in_use(LetterKind(kind).value, Language(language).value).number
    if expected is not None and expected != newest:
        raise Stale(theirs=_newest(kind, language))
    made = LayoutVersion(
        kind=kind, language=language, number=newest + 1, source=source, made_by=by
    )  # the number is unique: of two people in the same second one is told
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            trail.record(
                Event.SETTINGS_CHANGED, by=by, on=made, what="layout", kind=kind,
                language=language, number=made.number,
            )  # fmt: skip
    except IntegrityError:
        raise Stale(theirs=_newest(kind, language)) from None
    return made


def _newest(kind: str, language: str) -> LayoutVersion | None:
    rows = LayoutVersion.objects.filter(kind=kind, language=language)
    return rows.select_related("made_by").order_by("-number").first()


def _refuse_running(source: str) -> None:
    if len(source) > MOST_SOURCE:
        raise BadInput(
            _("This layout is too long. At most %(most)d characters fit.") % {"most": MOST_SOURCE},
            field="source",
        )
    found = RUNS_WORDS.search(source)
    if found:
        line = source.count("\n", 0, found.start()) + 1
        column = found.start() - (source.rfind("\n", 0, found.start()) + 1) + 1
        raise BadInput(
            _("Line %(line)d, column %(column)d: “%(word)s” cannot be used here, for it would run what people typed.")
            % {"line": line, "column": column, "word": found[0]},
            field="source",
        )  # fmt: skip


def _tried(press: Callable[..., Made], kind: str, language: str, source: str) -> Made:
    try:
        press(sources_of(source), empty_facts(kind, language))
        return press(sources_of(source), sample_facts(kind, language))
    except (LayoutWrong, LayoutTooHeavy) as trouble:
        trouble.field = "source"
        raise
