"""Making one letter of one case: only of what its maker may print, kept with the case, recorded."""

from collections.abc import Mapping
from io import BytesIO

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Document
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.letters.choices import Language, Shape
from kimbilio.letters.composing import (
    Known,
    exportable_parts,
    facts_for,
    known_of,
    may_make,
    signature_of,
)
from kimbilio.letters.kinds import Kind
from kimbilio.letters.layouts import Layout, layout_in_use
from kimbilio.letters.press import LayoutTooHeavy, LayoutWrong, Press


class LayoutFails(DomainError):
    """The layout in use cannot be set with this case."""

    code = "layout_fails"
    message = _(
        "The letter could not be set: its layout has a mistake. Nothing was kept but your words. "
        "Tell the administrator, who can take an earlier layout back."
    )


def known_to(kind: Kind, case: Case, language: str, by: User) -> Known:
    """What ``by`` may put into this letter, or ``NotAllowed`` if they may not make it."""
    parts = exportable_parts(case, by)
    if not may_make(kind, parts):
        raise NotAllowed
    return known_of(kind, case, language, parts)


def checked(kind: Kind, known: Known, typed: Mapping[str, str]) -> dict[str, str]:
    """The typed words of those lines that the maker may fill; each of a stated length."""
    kept = {}
    for blank in kind.blanks:
        if blank.name not in typed or blank.part not in known.parts:
            continue
        words = typed[blank.name].strip()
        if len(words) > blank.most:
            raise BadInput(
                _("At most %(most)d characters fit here.") % {"most": blank.most}, field=blank.name
            )
        if blank.shape == Shape.TICK and words not in {"", "yes", "no"}:
            raise BadInput(_("Choose yes or no."), field=blank.name)
        kept[blank.name] = words
    return kept


def set_letter(
    *, kind: Kind, case: Case, language: str, typed: Mapping[str, str], by: User, press: Press,
    layout: Layout | None = None, known: Known | None = None,
) -> bytes:  # fmt: skip
    """The paper, not yet kept anywhere."""
    language = Language(language).value
    known = known or known_to(kind, case, language, by)
    facts = facts_for(
        kind, known, checked(kind, known, typed), code=case.code, language=language,
        signed=signature_of(by, language),
    )  # fmt: skip
    layout = layout or layout_in_use(kind.kind.value, language)
    try:
        return layout.pdf(facts, press)
    except (LayoutWrong, LayoutTooHeavy) as trouble:
        raise LayoutFails from trouble


def preview(
    *, kind: Kind, case: Case, language: str, typed: Mapping[str, str], by: User
) -> list[bytes]:
    """The pages as pictures, to look at before the letter is made."""
    known = known_to(kind, case, language, by)
    facts = facts_for(
        kind, known, checked(kind, known, typed), code=case.code, language=language,
        signed=signature_of(by, language),
    )  # fmt: skip
    try:
        with Press() as press:
            return layout_in_use(kind.kind.value, language).pictures(facts, press)
    except (LayoutWrong, LayoutTooHeavy) as trouble:
        raise LayoutFails from trouble


def make_letter(
    *, kind: Kind, case: Case, language: str, by: User, typed: Mapping[str, str] | None = None,
    press: Press | None = None, layout: Layout | None = None,
) -> Document:  # fmt: skip
    """Set the letter and keep it with the case; ``press`` and ``layout`` are given when many are made."""
    require(by, Permission.WORK_ON_CASE, case, compartment=kind.filed, act=Act.CHANGE)
    known = known_to(kind, case, language, by)
    layout = layout or layout_in_use(kind.kind.value, language)
    given = {
        "kind": kind, "case": case, "language": language, "typed": typed or {}, "by": by,
        "layout": layout, "known": known,
    }  # fmt: skip
    if press is None:
        with Press() as own:
            content = set_letter(press=own, **given)  # type: ignore[arg-type]  # as typed above
    else:
        content = set_letter(press=press, **given)  # type: ignore[arg-type]  # as typed above
    return _keep(kind, case, content, language=language, known=known, number=layout.number, by=by)


@transaction.atomic
def _keep(
    kind: Kind, case: Case, content: bytes, *, language: str, known: Known, number: int, by: User
) -> Document:
    with translation.override(language):
        title = f"{kind.kind.label} {case.code}"
    document = add_document(
        case=case, kind=kind.document, compartment=kind.filed, by=by, content=BytesIO(content),
        title=title, line=label(kind.kind),
    )  # fmt: skip
    trail.look(
        Event.PRINTED, by=by, on=document, kind=kind.kind.value, language=language,
        parts=sorted(Compartment(part).value for part in known.parts), layout=number,
    )  # fmt: skip
    return document
