import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Resource rows hold independent minima and maxima only, with ±infinity for "never", so that merging records
 * commutes; what is present, declared or parent is derived from them when read, in one place: the views.
 */
const UP = `
CREATE TABLE resource (
  id uuid PRIMARY KEY,
  type text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  mentioned_on timestamptz NOT NULL DEFAULT 'infinity',
  declared_on timestamptz NOT NULL DEFAULT '-infinity',
  expires_on timestamptz NOT NULL DEFAULT '-infinity',
  parent_set_on timestamptz NOT NULL DEFAULT '-infinity',
  parent_id uuid,
  removed_on timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 85);
COMMENT ON COLUMN resource.mentioned_on IS 'Earliest time of any record that mentioned it; infinity: only ever removed';
COMMENT ON COLUMN resource.declared_on IS 'Time of its newest own resource record';
COMMENT ON COLUMN resource.expires_on IS 'Lease of its newest own resource record; infinity: none';
COMMENT ON COLUMN resource.parent_set_on IS 'Time of its newest own resource record that has the field parent';
COMMENT ON COLUMN resource.removed_on IS 'Newest removal';
CREATE INDEX resource_by_type_name ON resource (type, name);
CREATE INDEX resource_by_parent ON resource (parent_id, type, name) WHERE parent_id IS NOT NULL;

CREATE TABLE claim (
  resource_id uuid NOT NULL,
  source text COLLATE "C" NOT NULL,
  claimed_on timestamptz NOT NULL,
  PRIMARY KEY (resource_id, source)
) WITH (fillfactor = 85);

CREATE TABLE sweep (
  source text COLLATE "C" NOT NULL,
  resource_type text COLLATE "C" NOT NULL,
  parent_id uuid,
  started_on timestamptz NOT NULL,
  count bigint,
  received_on timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (source, resource_type, parent_id, started_on, count)
);

CREATE TABLE snapshot (
  resource_id uuid NOT NULL,
  type text COLLATE "C" NOT NULL,
  collected_on timestamptz NOT NULL,
  digest bytea NOT NULL,
  source text COLLATE "C" NOT NULL,
  value jsonb NOT NULL,
  PRIMARY KEY (resource_id, type)
) WITH (fillfactor = 85);
COMMENT ON COLUMN snapshot.digest IS 'SHA-256 of value::text';
CREATE INDEX snapshot_by_type ON snapshot (type, resource_id);

CREATE TABLE reference (
  resource_id uuid NOT NULL,
  reading_type text COLLATE "C" NOT NULL,
  target_id uuid NOT NULL,
  target_type text COLLATE "C" NOT NULL,
  target_name text COLLATE "C" NOT NULL,
  PRIMARY KEY (resource_id, reading_type, target_id)
);
CREATE INDEX reference_by_target ON reference (target_id, resource_id);

CREATE TABLE series (
  resource_id uuid NOT NULL,
  type text COLLATE "C" NOT NULL,
  collected_on timestamptz NOT NULL,
  digest bytea NOT NULL,
  source text COLLATE "C" NOT NULL,
  value jsonb NOT NULL,
  PRIMARY KEY (resource_id, type, collected_on, digest)
) PARTITION BY RANGE (collected_on);
COMMENT ON COLUMN series.digest IS 'SHA-256 of value::text';
CREATE TABLE series_older PARTITION OF series FOR VALUES FROM (MINVALUE) TO ('2025-01-01 00:00:00+00');

CREATE TABLE rejection (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  detail text NOT NULL,
  path text,
  source text COLLATE "C" NOT NULL,
  record text NOT NULL,
  truncated boolean NOT NULL,
  count bigint NOT NULL,
  first_received_on timestamptz NOT NULL,
  last_received_on timestamptz NOT NULL
);
CREATE INDEX rejection_by_first_received ON rejection (first_received_on DESC, id);

-- pglz halves the write rate from 2 KB a value on; lz4 is there in most builds of the server, but not in all.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
    ALTER TABLE snapshot ALTER COLUMN value SET COMPRESSION lz4;
    ALTER TABLE series ALTER COLUMN value SET COMPRESSION lz4;
    ALTER TABLE series_older ALTER COLUMN value SET COMPRESSION lz4;
  END IF;
END $$;

-- A row that was never removed is there because something mentioned it; the rest must have been mentioned since.
CREATE VIEW resource_current AS
SELECT
  id,
  type,
  name,
  CASE WHEN parent_set_on > removed_on THEN parent_id END AS parent_id,
  greatest(mentioned_on, removed_on) AS created_on,
  CASE WHEN declared_on > removed_on THEN declared_on END AS last_seen_on,
  CASE WHEN declared_on > removed_on AND expires_on < 'infinity' THEN expires_on END AS expires_on,
  declared_on > removed_on AS declared
FROM resource r
WHERE removed_on = '-infinity'
  OR declared_on > removed_on
  OR EXISTS (SELECT FROM snapshot s WHERE s.resource_id = r.id AND s.collected_on > r.removed_on)
  OR EXISTS (
    SELECT FROM resource c
    WHERE c.parent_id = r.id AND c.parent_set_on > r.removed_on AND c.parent_set_on > c.removed_on
  );

-- A snapshot newer than its Resource's removal makes it present, so no further look at presence is needed.
CREATE VIEW reading_current AS
SELECT s.resource_id, r.type AS resource_type, r.name AS resource_name, s.type, s.collected_on, s.source, s.digest, s.value
FROM snapshot s
JOIN resource r ON r.id = s.resource_id
WHERE s.collected_on > r.removed_on;

CREATE VIEW reading_series AS
SELECT s.resource_id, r.type AS resource_type, r.name AS resource_name, s.type, s.collected_on, s.source, s.digest, s.value
FROM series s
JOIN resource_current r ON r.id = s.resource_id;

-- Roles belong to the whole server and may not be ours to make; BI tools then get their grants from its owner.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND (rolcreaterole OR rolsuper)) THEN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_reader') THEN
      CREATE ROLE binnacle_reader NOLOGIN;
    END IF;
    GRANT SELECT ON resource_current, reading_current, reading_series TO binnacle_reader;
  END IF;
END $$;
`;

const DOWN = `
DROP VIEW reading_series, reading_current, resource_current;
DROP TABLE rejection, series, reference, snapshot, sweep, claim, resource;
`;

export class Catalog1763800000000 implements MigrationInterface {
  readonly name = "Catalog1763800000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
