"""Whether the database has the shape that this version of the program expects, told quickly.

Django's own check loads every migration, which costs a start half a second. The names of the files
beside the names in the database tell the same; only when they differ is the long way taken.
"""

from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def tables() -> set[str]:
    """The names of the tables there are."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def is_empty() -> bool:
    """Whether nothing was ever stored here."""
    return not tables()


def on_disk() -> set[tuple[str, str]]:
    """Every migration of every installed app, by the names of its files."""
    found: set[tuple[str, str]] = set()
    for config in apps.get_app_configs():
        spec = find_spec(f"{config.name}.migrations")
        for folder in (spec.submodule_search_locations or []) if spec else []:
            names = (path.stem for path in Path(folder).glob("[0-9]*.py"))
            found.update((config.label, name) for name in names)
    return found


def applied() -> set[tuple[str, str]]:
    """Every migration that the database says it has had."""
    if MigrationRecorder.Migration._meta.db_table not in tables():
        return set()
    return set(MigrationRecorder.Migration.objects.values_list("app", "name"))


def pending() -> set[tuple[str, str]]:
    """The migrations that the database has not had yet."""
    return on_disk() - applied()


def unknown() -> set[tuple[str, str]]:
    """Our migrations that the database has had and this program does not know: it is older."""
    ours = {c.label for c in apps.get_app_configs() if c.name.startswith("kimbilio.")}
    return {(app, name) for app, name in applied() - on_disk() if app in ours}
