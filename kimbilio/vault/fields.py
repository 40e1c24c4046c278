"""Model fields whose values the database holds only as ciphertext.

Each value is locked to its table, column and row: moved anywhere else, it does not open. A value
is opened when an instance's attribute is read, not before; ``values()`` and the like give a
``Sealed``. Tables and columns of such fields cannot be renamed without locking them anew.
"""

import json
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import IsNull, Lookup
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _
from tink import TinkError

from kimbilio.kernel.errors import BadInput
from kimbilio.vault import keys
from kimbilio.vault.errors import CannotDecrypt
from kimbilio.vault.keyset import key_id_of
from kimbilio.vault.lookups import LockedOtherwise
from kimbilio.vault.sealed import Lent, Opened, Sealed, Typed

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")

if TYPE_CHECKING:

    class _Field(models.Field[_Set, _Get]):
        """Django's field, with the type one may assign and the type one reads."""
else:

    class _Field(models.Field):
        """Django's field, which takes no type parameters when the program runs."""

        def __class_getitem__(cls, types):
            return cls


LONGEST = 100_000  # characters


class EncryptedAttribute(DeferredAttribute):
    """Opens the value when it is read, and remembers what it was read from."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        """The value in plain, or the attribute itself when asked of the class."""
        if instance is None:
            return self
        field = cast(EncryptedField[Any, Any], self.field)
        held = instance.__dict__
        if field.attname not in held:
            instance.refresh_from_db(fields=[field.attname])
        cell = held[field.attname]
        if type(cell) is Opened or type(cell) is Typed:
            return cell.value
        if type(cell) is Sealed:
            plain = field._unlock(cell, instance.pk)
            cell = held[field.attname] = Opened(cell, plain, field._loads(plain), instance.pk)
            return cell.value
        return cell.sealed if type(cell) is Lent else cell

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Keep what the database gave as it is; hide what was typed from ``repr``."""
        hidden = value is None or isinstance(value, (Sealed, Opened, Typed))
        instance.__dict__[self.field.attname] = value if hidden else Typed(value)


class EncryptedField(_Field[_Set, _Get]):
    """What both encrypted fields share."""

    descriptor_class = EncryptedAttribute

    def get_internal_type(self) -> str:
        return "BinaryField"

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == LONGEST:
            del kwargs["max_length"]
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found: list[checks.CheckMessage] = super().check(**kwargs)
        if self.unique or self.db_index or self.primary_key:  # type: ignore[attr-defined]
            message = "An encrypted field cannot be a key, unique or indexed; use vault.blind."
            found.append(checks.Error(message, obj=self, id="vault.E002"))
        if isinstance(self.model._meta.pk, models.AutoField):
            message = "A row with an encrypted field needs a key that is known before it is saved."
            found.append(checks.Error(message, obj=self, id="vault.E003"))
        return found

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        if lookup_name == "isnull":
            return IsNull
        if lookup_name == LockedOtherwise.lookup_name:
            return LockedOtherwise
        raise FieldError(f"{self.name} is encrypted: nothing but isnull can be asked of it.")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted: nothing but isnull can be asked of it.")

    # Locking and opening

    def _bound_to(self, pk: object) -> bytes:
        """Table, column and row, which the ciphertext is locked to."""
        meta = self.model._meta
        if pk is None:
            raise ValueError("The row needs its key before an encrypted field can be locked.")
        return f"{meta.db_table}|{self.column}|{meta.pk.to_python(pk)}".encode()

    def _lock(self, plain: bytes, pk: object) -> Sealed:
        if not plain:
            return Sealed(b"")
        return Sealed(keys.current().fields.encrypt(plain, self._bound_to(pk)))

    def _unlock(self, sealed: Sealed, pk: object) -> bytes:
        if not sealed.ciphertext:
            return b""
        bound_to, ours = self._bound_to(pk), keys.current()
        if key_id_of(sealed.ciphertext) not in ours.field_key_ids:
            ours = keys.refresh()  # the keys may have been rotated a moment ago
        try:
            return ours.fields.decrypt(sealed.ciphertext, bound_to)
        except TinkError:
            raise CannotDecrypt(
                f"{bound_to.decode()}: the stored value was altered or moved, "
                "or locked with a key that is not in the keyset."
            ) from None

    def _dumps(self, value: Any) -> bytes:
        raise NotImplementedError

    def _loads(self, plain: bytes) -> Any:
        raise NotImplementedError

    def seal(self, instance: models.Model, value: Any) -> Sealed | None:
        """``value`` locked for the row ``instance``: what ``.update()`` may write."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            self._unlock(value, instance.pk)  # refuse what belongs to another row
            return value
        return self._lock(self._dumps(value), instance.pk)

    def unseal(self, sealed: Sealed | None, pk: object) -> Any:
        """What is inside ``sealed``, as ``values_list`` gave it for the row ``pk``."""
        return None if sealed is None else self._loads(self._unlock(sealed, pk))

    def reseal(self, sealed: Sealed, pk: object) -> Sealed:
        """The same value locked with the newest key."""
        return self._lock(self._unlock(sealed, pk), pk)

    # The way to and from the database

    def pre_save(self, instance: models.Model, add: bool) -> Sealed | None:
        """Lock what was typed; what was not touched goes back as it came."""
        if self.attname not in instance.__dict__:
            getattr(instance, self.attname)
        cell = instance.__dict__[self.attname]
        if isinstance(cell, Typed):
            return self.seal(instance, cell.value)
        if isinstance(cell, Opened):
            plain = self._dumps(cell.value)
            if plain == cell.plain and cell.pk == instance.pk:
                return cell.sealed
            return self._lock(plain, instance.pk)
        return self.seal(instance, cell)

    def from_db_value(self, value: Any, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.ciphertext
        if value == b"" or not self._dumps(value):
            return b""  # what a new column of an old table is filled with
        raise TypeError(
            f"{self.name} is encrypted: write field.seal(instance, value); "
            "bulk_update needs a SealedQuerySet."
        )

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        ready = value if prepared else self.get_prep_value(value)
        return None if ready is None else connection.Database.Binary(ready)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.name} is encrypted and not written to fixtures: kimbilio backup.")


class EncryptedTextField(EncryptedField[_Set, _Get]):
    """Text that only the program can read; at most ``max_length`` characters."""

    description = _("Encrypted text")
    if TYPE_CHECKING:  # read by the mypy plugin, which adds None to a nullable field
        _pyi_private_set_type: str
        _pyi_private_get_type: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(*args, **kwargs)

    def _dumps(self, value: Any) -> bytes:
        text = str(value)
        if self.max_length is not None and len(text) > self.max_length:
            limit = _("This text is too long. At most %(limit)d characters fit.")
            raise BadInput(limit % {"limit": self.max_length}, field=self.name)
        try:
            return text.encode()
        except UnicodeEncodeError:
            raise BadInput(
                _("This text has characters that cannot be stored."), field=self.name
            ) from None

    def _loads(self, plain: bytes) -> str:
        return plain.decode()

    def to_python(self, value: Any) -> Any:
        """Text, whatever was given; a sealed value stays sealed."""
        return value if value is None or isinstance(value, Sealed) else str(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Check the length as well, for those who clean a whole row."""
        value = super().clean(value, model_instance)
        if value is not None:
            try:
                self._dumps(value)
            except BadInput as trouble:
                raise ValidationError(str(trouble.message), code=trouble.code) from None
        return value


class EncryptedJSONField(EncryptedField[_Set, _Get]):
    """A structure of plain values that only the program can read; for what no query asks about."""

    description = _("Encrypted structure")
    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any
    empty_strings_allowed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(*args, **kwargs)

    def _empty(self) -> Any:
        """What no bytes at all stand for."""
        return self.get_default() if self.has_default() else None

    def _dumps(self, value: Any) -> bytes:
        if not value and type(value) is type(self._empty()) and value == self._empty():
            return b""
        try:
            text = json.dumps(value, cls=DjangoJSONEncoder)
        except (TypeError, ValueError):
            # the original message may quote the value
            raise TypeError(f"{self.name} was given something that JSON cannot hold.") from None
        if self.max_length is not None and len(text) > self.max_length:
            limit = _("This text is too long. At most %(limit)d characters fit.")
            raise BadInput(limit % {"limit": self.max_length}, field=self.name)
        return text.encode()

    def _loads(self, plain: bytes) -> Any:
        return json.loads(plain) if plain else self._empty()

    def to_python(self, value: Any) -> Any:
        """The structure as it is."""
        return value
