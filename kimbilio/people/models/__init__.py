"""People, how to reach them safely, and how they belong together."""

from kimbilio.people.models.contact import ContactPoint
from kimbilio.people.models.index import SearchEntry, SearchToken
from kimbilio.people.models.papers import IdentityDocument
from kimbilio.people.models.person import Person
from kimbilio.people.models.photo import Photo
from kimbilio.people.models.relation import Relation

__all__ = [
    "ContactPoint",
    "IdentityDocument",
    "Person",
    "Photo",
    "Relation",
    "SearchEntry",
    "SearchToken",
]
