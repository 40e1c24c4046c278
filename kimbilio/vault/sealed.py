"""What an encrypted field holds in memory: locked, opened, or typed and not yet locked.

None of the three shows its content in ``repr``, in a log line, in an error page or in a pickle.
"""

from copy import deepcopy
from typing import Any, Never, Self


class Sealed:
    """A value as the database holds it. True if there is something inside; says nothing else."""

    __slots__ = ("ciphertext",)

    def __init__(self, ciphertext: bytes) -> None:
        self.ciphertext = ciphertext

    def __bool__(self) -> bool:
        return bool(self.ciphertext)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.ciphertext == self.ciphertext

    def __hash__(self) -> int:
        return hash(self.ciphertext)

    def __repr__(self) -> str:
        return "<sealed>" if self.ciphertext else "<sealed: empty>"

    def __str__(self) -> str:
        return "•••" if self.ciphertext else ""

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> tuple[type[Self], tuple[bytes]]:
        return type(self), (self.ciphertext,)


class Opened:
    """A value from the database after its first reading, with what it was read from."""

    __slots__ = ("pk", "plain", "sealed", "value")

    def __init__(self, sealed: Sealed, plain: bytes, value: Any, pk: object) -> None:
        self.sealed, self.plain, self.value, self.pk = sealed, plain, value, pk

    def __repr__(self) -> str:
        return "<opened>"

    def __deepcopy__(self, memo: object) -> Sealed:
        return self.sealed

    def __reduce__(self) -> tuple[type[Sealed], tuple[bytes]]:
        return Sealed, (self.sealed.ciphertext,)


class Typed:
    """A value that was assigned and is not locked yet."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<typed>"

    def __reduce__(self) -> Never:
        raise TypeError("Save the row before it is pickled: it holds text that is not locked yet.")

    def __deepcopy__(self, memo: dict[int, Any]) -> "Typed":
        return Typed(deepcopy(self.value, memo))


class Lent:
    """A locked value that Django may read from the attribute for as long as it writes in bulk."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: Sealed | None) -> None:
        self.sealed = sealed
