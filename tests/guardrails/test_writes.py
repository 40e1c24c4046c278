"""Changes happen in actions. Whatever else writes has its reason here."""

import ast

import pytest
from django.conf import settings

PACKAGE = settings.ROOT / "kimbilio"
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create", "amend",
}  # fmt: skip
# Where actions live. ``staff`` stands beside ``audit`` and is actions through and through.
ACTIONS = (
    "/actions.py",
    "/actions/",
    "staff/duty.py",
    "staff/own_account.py",
    "staff/organisation.py",
)
REASONS = {
    # below the actions: what every action calls
    "kernel/versions.py": "amend itself",
    "audit/trail.py": "the trail",
    "audit/sealing.py": "seals over the trail",
    "cases/timeline.py": "the line that an action leaves on the timeline",
    "cases/outline.py": "the columns that follow from what actions wrote",
    "cases/clocks.py": "response clocks that actions start and stop",
    "cases/notices.py": "what the bell shows, after the commit, and that it was seen",
    "people/indexing.py": "the blind index",
    "cases/thumbnails.py": "the small picture of a document, made in the background",
    "cases/reindex.py": "the blind index",
    "interchange/reindex.py": "the blind index",
    "referrals/reindex.py": "the blind index",
    "helpline/reindex.py": "the blind index",
    "justice/reindex.py": "the blind index",
    "tracing/pieces.py": "the blind index",
    "tracing/reindex.py": "the blind index",
    # the vault and the accounts know no actions
    "vault/files.py": "rows about encrypted files",
    "vault/keys.py": "the row that shows whether the keys fit",
    "vault/querysets.py": "the queryset that refuses unlocked values",
    "vault/rotation.py": "how far the new key has come",
    "accounts/models.py": "the manager that Django asks for new users",
    "accounts/middleware.py": "when a device was last seen",
    "accounts/sealed_secrets.py": "second factors, encrypted on their way in",
    "kernel/periodic.py": "when a chore last ran",
    # beside the pages
    "cases/first_rules.py": "called by a migration",
    "cases/ready_defaults.py": "called by a migration",
    "operations/backup.py": "sessions end after a restore",
    "operations/seed/": "a synthetic organisation, in bulk",
    "operations/demo/": "the demonstration: what no action does, such as dates gone by",
    # not the database
    "interchange/workbook_writing.py": "a workbook, in memory",
    "web/letters/pictures.py": "a picture of a page, in memory",
    "web/accounts/second_factor.py": "allauth's form marks a code as used",
    "operations/start.py": "the file of keys",
    "vault/management/commands/keys.py": "the file of keys",
}
NOT_ROWS = {"self.sum", "self._sum", "found", "wanted", "answers", "typed", "taken"}  # sets, hashes


def writes_in(path):
    """The calls in ``path`` that look like writing to the database."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "amend":
            yield f"{node.lineno}: amend"
        if isinstance(called, ast.Attribute) and called.attr in WRITES:
            owner = ast.unparse(called.value)
            if owner not in NOT_ROWS:
                yield f"{node.lineno}: {owner}.{called.attr}"


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(PACKAGE).as_posix(), path


def test_nothing_outside_actions_writes():
    outside = {
        name: found
        for name, path in modules()
        if not any(place in f"/{name}" for place in ACTIONS)
        and not name.startswith(tuple(REASONS))
        and (found := list(writes_in(path)))
    }

    assert outside == {}, "move it into an action, or give the reason in REASONS"


@pytest.mark.parametrize("name", REASONS)
def test_every_reason_is_still_needed(name):
    assert any(list(writes_in(path)) for known, path in modules() if known.startswith(name))


def test_views_and_forms_never_open_a_transaction():
    assert [
        name
        for name, path in modules()
        if name.startswith("web/") and "transaction" in path.read_text().split()
    ] == []
