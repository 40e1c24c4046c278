"""The database's own refusal to change or remove what the trail holds.

It stops slips and careless code. Someone who may alter the schema can lift it; the seals are there
for them. Re-encryption may rewrite ``changes``, whose words ``changes_mac`` holds fast.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY_COLUMNS = (
    "id, at, event, actor_id, actor_role, subject_type, subject_id, case_id, facts, changes_mac, "
    "ip, session, device, mac"
)
REFUSAL = "the trail is append-only"
GUARDS = {
    "audit_entry_stays": f"BEFORE UPDATE OF {ENTRY_COLUMNS} ON audit_entry",
    "audit_entry_kept": "BEFORE DELETE ON audit_entry",
    "audit_seal_stays": "BEFORE UPDATE ON audit_seal",
    "audit_seal_kept": "BEFORE DELETE ON audit_seal",
}
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards up. ``TRUNCATE`` stays possible on PostgreSQL: only an owner may use it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for name, moment in GUARDS.items():
            if connection.vendor == "postgresql":
                effect = "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
            else:
                effect = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            cursor.execute(f"CREATE TRIGGER {name} {moment} {effect}")


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away, for a migration that rebuilds a table and for tests of tampering."""
    with connection.cursor() as cursor:
        for name, moment in GUARDS.items():
            table = moment.rsplit(" ", 1)[-1]
            owner = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{owner}")
