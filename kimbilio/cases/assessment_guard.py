"""The database's own refusal to change or remove a completed assessment.

Only the two encrypted columns may be rewritten, because the keys are rotated; what was encrypted is
still bound to its row. A migration that rebuilds the table lifts the guards first and puts them up after.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "a completed assessment is never changed"
COLUMNS = (
    "id, version, case_id, kind, state, list_used, rules, result, score, decided, decided_as, "
    "chosen_risk, started_at, started_by_id, completed_at, completed_by_id, corrects_id"
)
GUARDS = {
    "assessment_stays": f"BEFORE UPDATE OF {COLUMNS} ON cases_assessment",
    "assessment_kept": "BEFORE DELETE ON cases_assessment",
}
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION assessment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards up."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for name, moment in GUARDS.items():
            if connection.vendor == "postgresql":
                effect = (
                    "FOR EACH ROW WHEN (OLD.state = 'completed') "
                    "EXECUTE FUNCTION assessment_refuse()"
                )
            else:
                effect = f"WHEN OLD.state = 'completed' BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            cursor.execute(f"CREATE TRIGGER {name} {moment} {effect}")


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away, for a migration that rebuilds the table and for emptying it in tests."""
    with connection.cursor() as cursor:
        for name, moment in GUARDS.items():
            table = moment.rsplit(" ", 1)[-1]
            owner = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{owner}")
