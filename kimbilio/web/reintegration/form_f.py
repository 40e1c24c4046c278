"""Form F on paper, made from a return: the layout of letters, filled in from what the file says."""

from typing import Any

from django.http import HttpResponse

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.letters.choices import LetterKind
from kimbilio.letters.composing import facts_for, known_for_print, signature_of
from kimbilio.letters.registry import KINDS
from kimbilio.letters.told import Told
from kimbilio.reintegration.actions.printing import print_form_f
from kimbilio.reintegration.models import Journey, Repatriation
from kimbilio.web.pdf import printed_letter

STORY, WHEREABOUTS = Compartment.STORY, Compartment.WHEREABOUTS


def printed(repatriation: Repatriation, *, language: str, by: User) -> HttpResponse:
    """The form as a file, which is not kept."""
    journey = print_form_f(repatriation=repatriation, language=language, by=by)
    facts = form_f(repatriation, journey, language=language, signed=by)
    return printed_letter(LetterKind.FORM_F, language, facts)


def form_f(
    one: Repatriation, journey: Journey | None, *, language: str, signed: User
) -> dict[str, Any]:
    """What the layout takes. Day and ticket only with a ``journey``: who may print it was asked before."""
    parts = frozenset({STORY} if journey is None else {STORY, WHEREABOUTS})
    kind = KINDS[LetterKind.FORM_F]
    known = known_for_print(kind, Told(one.case, repatriation=one), language, parts)
    return facts_for(
        kind, known, {}, code=one.case.code, language=language,
        signed=signature_of(signed, language),
    )  # fmt: skip
