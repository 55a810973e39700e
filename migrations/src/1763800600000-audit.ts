import type { MigrationInterface, QueryRunner } from "typeorm";

/** As for `binnacle_reader`, roles may not be ours to make; one that is there gets its grants in any case. */
const UP = `
CREATE TABLE audit (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  occurred_on timestamptz NOT NULL DEFAULT clock_timestamp(),
  principal text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  outcome text NOT NULL,
  detail text
);
COMMENT ON TABLE audit IS 'Changes made through the API; append-only';
COMMENT ON COLUMN audit.action IS 'What was done to what kind of thing, such as rejection.delete';
CREATE INDEX audit_by_time ON audit (occurred_on DESC, id);

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_provider')
    AND EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND (rolcreaterole OR rolsuper)) THEN
    BEGIN
      CREATE ROLE binnacle_provider NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- Made meanwhile, for another database of this server.
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_provider') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO binnacle_provider', current_schema());
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO binnacle_provider', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO binnacle_provider', current_schema());
    GRANT DELETE ON rejection TO binnacle_provider;
    GRANT INSERT ON audit TO binnacle_provider;
    GRANT UPDATE (status, decided_on, decided_by) ON housekeeping_plan TO binnacle_provider;
    GRANT UPDATE (undo_requested_on, undo_requested_by) ON housekeeping_run TO binnacle_provider;
    -- Calculations are run as the reader. Whoever may not hand its membership on leaves them the provider's own rights.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_reader')
      AND NOT pg_has_role('binnacle_provider', 'binnacle_reader', 'MEMBER') THEN
      BEGIN
        GRANT binnacle_reader TO binnacle_provider;
      EXCEPTION WHEN insufficient_privilege OR unique_violation THEN
        NULL;
      END;
    END IF;
  END IF;
END $$;
`;

const DOWN = `
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_provider') THEN
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE SELECT ON TABLES FROM binnacle_provider', current_schema());
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM binnacle_provider', current_schema());
    EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM binnacle_provider', current_schema());
  END IF;
END $$;
DROP TABLE audit;
`;

/** Who changed what through the API, and a role for the provider that can do no more than that. */
export class Audit1763800600000 implements MigrationInterface {
  readonly name = "Audit1763800600000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
