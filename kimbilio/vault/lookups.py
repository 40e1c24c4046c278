"""The question about ciphertext that a key rotation asks; what is inside stays unknown."""

from typing import Any

from django.db.models.lookups import Lookup


class LockedOtherwise(Lookup[Any]):
    """The column holds something that does not begin with this key's mark."""

    lookup_name = "locked_otherwise"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The same words on both databases."""
        lhs, params = self.process_lhs(compiler, connection)
        mark = connection.Database.Binary(self.rhs)
        sql = f"(LENGTH({lhs}) > 0 AND SUBSTR({lhs}, 1, {len(self.rhs)}) <> %s)"
        return sql, (*params, *params, mark)
