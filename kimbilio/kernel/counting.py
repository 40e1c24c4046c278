"""Counting rows beside something else, in one statement."""

from django.db.models import IntegerField, Subquery


class Counted(Subquery):
    """How many rows a query has, as one value of another. A slice of the query bounds the count."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0
