"""What the pages of letters ask for: each form takes what its action takes."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.cases.document_choices import ENDINGS
from kimbilio.cases.models import Document
from kimbilio.referrals.choices import LetterState
from kimbilio.referrals.models import OfficeLetter
from kimbilio.web.cases.documents import READERS
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.work.forms import ColleagueField, VersionedForm

SAID = {
    LetterState.PROMISED: _("They promised it for a day"),
    LetterState.COLLECTED: _("We have it"),
    LetterState.NOT_COMING: _("It does not come"),
}


class AskForm(KimbilioForm):
    """Asks for what ``ask_for_letter`` takes."""

    draft_name = "office_letter"

    office = PlainTextField(
        label=_("Which office?"), max_length=120,
        help_text=_("Such as: Children's office, and which county."),
    )  # fmt: skip
    purpose = PlainTextField(
        label=_("What is the letter for?"), required=False, max_length=1000, rows=2
    )
    promised_on = DayField(label=_("Promised for, if they said a day"))
    collector = ColleagueField(label=_("Who goes there"))

    def offer(self, people: list[User], chosen: User) -> "AskForm":
        """Let one of the team be sent."""
        cast(ColleagueField, self.fields["collector"]).offer(people, chosen)
        return self


class MoveForm(VersionedForm):
    """Asks for what ``move_letter`` takes."""

    to = forms.ChoiceField(label=_("How does it stand?"), widget=forms.RadioSelect)
    day = DayField(
        label=_("The day"), help_text=_("For which it is promised, or on which we got it.")
    )

    def allow(self, letter: OfficeLetter) -> "MoveForm":
        """Offer only what can come next."""
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            (move.value, words) for move, words in SAID.items() if move in letter.allowed_moves
        ]
        return self


class SendForForm(VersionedForm):
    """Asks for what ``send_for_letter`` takes."""

    collector = ColleagueField(label=_("Who goes there"))

    def offer(self, people: list[User], chosen: User) -> "SendForForm":
        """Let one of the team be sent."""
        cast(ColleagueField, self.fields["collector"]).offer(people, chosen)
        return self


class DocumentField(forms.ChoiceField):
    """One of the documents offered; gives the ``Document`` or None."""

    documents: dict[str, Document]

    def offer(self, documents: list[tuple[Document, str]]) -> None:
        """Let one of these be chosen."""
        self.documents = {str(one.pk): one for one, _label in documents}
        self.choices = [("", "—"), *((str(one.pk), label) for one, label in documents)]

    def clean(self, value: Any) -> Document | None:
        """The document behind the chosen key."""
        return self.documents.get(super().clean(value))


class ScanForm(VersionedForm):
    """Asks for what ``keep_scan`` takes: a new file, or a document that is in the file already."""

    file = forms.FileField(
        label=_("Photo or scan"), required=False, allow_empty_file=True,
        help_text=_("PDF, photo, Word, Excel, text or sound. At most 25 MB."),
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{e}" for e in sorted({*ENDINGS.values()}))}
        ),
    )  # fmt: skip
    compartment = forms.ChoiceField(label=_("Who needs to open it"))
    document = DocumentField(label=_("Or one that is in the file already"), required=False)

    def offer(
        self, documents: list[tuple[Document, str]], writable: list[Compartment]
    ) -> "ScanForm":
        """Let one of these documents be chosen, and a new one be opened by these readers."""
        cast(DocumentField, self.fields["document"]).offer(documents)
        cast(forms.ChoiceField, self.fields["compartment"]).choices = [
            (part.value, READERS[part]) for part in writable
        ]
        return self

    def clean(self) -> dict[str, Any]:
        """There is a scan, one way or the other."""
        answers = super().clean() or self.cleaned_data
        if not answers.get("file") and not answers.get("document") and not self.errors:
            self.add_error("file", _("Choose a file."))
        return answers
