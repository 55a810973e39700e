import {
  ENVIRONMENTS,
  FEW_DEPENDENCIES,
  LARGE_SERIES,
  LARGE_SERVICES,
  MANY_DEPENDENCIES,
  type CatalogShape,
  type GeneratedType,
} from "./catalog-shape.js";

/** A statement of the generator, with what it makes. */
export interface FillStep {
  what: string;
  text: string;
}

/** What services depend on is among so many versions of packages: they share most of it. */
const SHARED_VERSIONS = 5_000;
/** Deployments call others of the same environment, among so many. */
const NEIGHBOURS = 60;

/** The values of snapshots by reading type: SQL over a row `s` of the seeds. */
type Values = Record<string, string>;

const reference = (type: GeneratedType, name: string): string =>
  `jsonb_build_object('resourceType', '${type}', 'resourceName', ${name})`;
const nameAt = (type: GeneratedType, index: string): string =>
  `(SELECT t.name FROM bench_seed t WHERE t.type = '${type}' AND t.index = ${index})`;

const OWNED_BY = "'owner', jsonb_build_object('contact', 'team@example.com')";
const STATUS = "CASE WHEN s.h % 50 = 0 THEN 'down' WHEN s.h % 20 = 0 THEN 'degraded' ELSE 'up' END";

const VULNERABILITIES = `CASE WHEN s.h % 20 = 0
  THEN jsonb_build_object('vulnerabilities', jsonb_build_array(
    jsonb_build_object('id', 'CVE-2026-' || s.h % 9999, 'severity', (ARRAY['critical', 'high', 'medium', 'low'])[s.h / 20 % 4 + 1], 'summary', md5(s.name))))
  ELSE '{"vulnerabilities": []}' END`;

function valuesOf(type: GeneratedType, shape: CatalogShape): Values {
  const { counts, referrers } = shape;
  switch (type) {
    case "Service":
      return {
        ServiceOwnership: `jsonb_build_object('team', ${reference("Team", nameAt("Team", `s.h % ${counts.Team}`))})`,
        ServiceDescription: `jsonb_build_object('description', 'Does what ' || s.name || ' does, and nothing else', 'tier', s.h % 4, ${OWNED_BY})`,
        CodeInsights: `jsonb_build_object('language', (ARRAY['Java', 'Go', 'TypeScript', 'Python', 'Rust'])[s.h % 5 + 1], 'lines', s.h % 100000)`,
      };
    case "ServiceDeployment":
      return {
        DeployedVersion: `jsonb_build_object('version', '1.' || s.h % 40 || '.0', 'since', '2026-01-01T00:00:00Z')`,
        // The packages are 7 apart, which divides no round number, so that none comes twice.
        ServiceDeploymentDependencies: `jsonb_build_object('dependencies', (
          SELECT jsonb_agg(${reference("SoftwareDependencyVersion", "t.name")})
          FROM generate_series(1, CASE WHEN s.index % 3 = 0 AND s.index / 3 < ${LARGE_SERVICES} THEN ${MANY_DEPENDENCIES} ELSE ${FEW_DEPENDENCIES} END) k
          JOIN bench_seed t ON t.type = 'SoftwareDependencyVersion' AND t.index = (s.h + k * 7) % ${Math.min(SHARED_VERSIONS, counts.SoftwareDependencyVersion)}))`,
        EgressDependencies: `jsonb_build_object('calls', (
          SELECT jsonb_agg(${reference("ServiceDeployment", "t.name")})
          FROM generate_series(1, 3) k
          JOIN bench_seed t ON t.type = 'ServiceDeployment' AND t.index = s.index - s.index % ${NEIGHBOURS} + (s.index + k * ${ENVIRONMENTS.length}) % ${NEIGHBOURS}
            AND t.index < ${counts.ServiceDeployment}))`,
      };
    case "ServiceInstance":
      return {
        HealthCheck: `jsonb_build_object('status', ${STATUS}, 'latencyMs', s.h % 200)`,
        InstanceInfo: `jsonb_build_object('version', '1.' || s.h % 40 || '.0', 'host', 'node-' || s.h % 300)`,
        JvmRuntime: `jsonb_build_object('version', 21, 'heapMb', s.h % 4096)`,
      };
    case "SoftwareDependencyVersion":
      return { DependencyVersionVulnerabilities: VULNERABILITIES };
    case "ContainerImage":
      return {
        ImageOwner: `jsonb_build_object('team', ${reference("Team", `CASE WHEN s.index < ${referrers} THEN 'team-000000' ELSE 'team-' || lpad((s.h % ${counts.Team})::text, 6, '0') END`)})`,
      };
    case "Collector":
      return { CollectorRun: `jsonb_build_object('outcome', 'ok', 'records', s.h % 10000)` };
    default:
      return {};
  }
}

/** What all have besides, so that each comes to ten: the place in a data centre that nearly all say, and facts of a few hundred bytes. */
const READINGS = 10;
const PLACEMENT = `jsonb_build_object('zone', 'zone-' || s.h % 2000, 'region', (ARRAY['eu', 'us', 'ap'])[s.h % 3 + 1])`;
const fact = (number: number): string =>
  `jsonb_build_object('fact', ${number}, 'hash', md5(s.name || ${number}), 'size', s.h % 1000003, 'tags', jsonb_build_array('a' || s.h % 7, 'b' || s.h % 11), 'note', 'measured by nobody in particular, for the sake of ' || s.type)`;

/** One instance in twenty was silent for ten days, and as many images as are asked for; everything else was read in the last hour. */
const collectedOn = ({ silent }: CatalogShape): string => `
  CASE WHEN s.type = 'ServiceInstance' AND s.h % 20 = 7 OR s.type = 'ContainerImage' AND s.index < ${silent}
  THEN $1::timestamptz - interval '10 days'
  ELSE $1::timestamptz - (s.h % 3000 + 60) * interval '1 second' END`;

/** The snapshots, one statement for each type of Resources and Readings. `$1` is the time that all times are counted from. */
export function snapshotSteps(shape: CatalogShape): FillStep[] {
  return (Object.keys(shape.counts) as GeneratedType[]).flatMap((type) => {
    const own = valuesOf(type, shape);
    const facts = Array.from({ length: READINGS - 1 - Object.keys(own).length }, (_, index) => [
      `Fact${index}`,
      fact(index),
    ]);
    const all: Values = { ...own, Placement: PLACEMENT, ...Object.fromEntries(facts) };
    return Object.entries(all).map(([readingType, value]) => ({
      what: `${readingType} of ${type}`,
      text: `
INSERT INTO snapshot (resource_id, type, collected_on, digest, source, value)
SELECT s.id, '${readingType}', ${collectedOn(shape)}, sha256(convert_to(v.value::text, 'UTF8')), 'company/collector-' || s.h % 20, v.value
FROM bench_seed s
CROSS JOIN LATERAL (SELECT ${value} AS value OFFSET 0) v
WHERE s.type = '${type}'${readingType === "Placement" ? " AND s.h % 100000 <> 1" : ""}`,
    }));
  });
}

/** The references that these values hold, read off them as the sink reads them off a value. */
export const REFERENCE_STEP: FillStep = {
  what: "references",
  text: `
INSERT INTO reference (resource_id, reading_type, target_id, target_type, target_name)
SELECT DISTINCT n.resource_id, n.type, t.id, t.type, t.name
FROM snapshot n
CROSS JOIN LATERAL jsonb_path_query(n.value, 'strict $.**?(exists(@.resourceType) && exists(@.resourceName))', silent => true) AS found (at)
JOIN bench_seed t ON t.type = found.at ->> 'resourceType' AND t.name = found.at ->> 'resourceName'
WHERE n.type IN ('ServiceOwnership', 'ServiceDeploymentDependencies', 'EgressDependencies', 'ImageOwner')`,
};

const series = (what: string, readingType: string, from: string, value: string): FillStep => ({
  what,
  text: `
INSERT INTO series (resource_id, type, collected_on, digest, source, value)
SELECT s.id, '${readingType}', p.collected_on, sha256(convert_to(v.value::text, 'UTF8')), 'company/collector-' || s.h % 20, v.value
${from}
CROSS JOIN LATERAL (SELECT ${value} AS value OFFSET 0) v`,
});

/** Samples of a twentieth of the instances, events of all services and what is below them, and one large series. */
export const SERIES_STEPS: readonly FillStep[] = [
  series(
    "HealthCheckSample",
    "HealthCheckSample",
    `FROM (SELECT * FROM bench_seed WHERE type = 'ServiceInstance' AND (h % 20 = 3 OR index < 4)) s
     CROSS JOIN generate_series(1, 100) k
     CROSS JOIN LATERAL (SELECT $1::timestamptz - k * interval '1 minute' AS collected_on) p`,
    `jsonb_build_object('status', CASE WHEN (s.h + k) % 30 = 0 THEN 'down' ELSE 'up' END)`,
  ),
  series(
    "ServiceEvent",
    "ServiceEvent",
    `FROM (SELECT * FROM bench_seed WHERE type IN ('Service', 'ServiceDeployment', 'ServiceInstance')) s
     CROSS JOIN generate_series(1, 3) k
     CROSS JOIN LATERAL (SELECT $1::timestamptz - k * (s.h % 400 + 1) * interval '10 minutes' AS collected_on) p`,
    `jsonb_build_object('event', CASE s.type WHEN 'Service' THEN 'incident' WHEN 'ServiceDeployment' THEN 'deployment' ELSE 'start' END, 'title', 'event ' || k)`,
  ),
  series(
    LARGE_SERIES.readingType,
    LARGE_SERIES.readingType,
    `FROM (SELECT * FROM bench_seed WHERE type = '${LARGE_SERIES.type}' AND index = ${LARGE_SERIES.index}) s
     CROSS JOIN generate_series(1, ${LARGE_SERIES.length}) k
     CROSS JOIN LATERAL (SELECT $1::timestamptz - k * interval '5 seconds' AS collected_on) p`,
    `jsonb_build_object('latencyMs', hashint4extended(k, 7) & 1023)`,
  ),
];

/** Counts as the sink would have added them up, by type and by source. */
export const TALLY_STEPS: readonly FillStep[] = [
  {
    what: "counts by type",
    text: `
INSERT INTO type_tally (kind, type, resource_type, count, newest)
SELECT 'resource', type, NULL, count(*), max(declared_on) FROM resource GROUP BY type
UNION ALL
SELECT 'snapshot', s.type, r.type, count(*), max(s.collected_on)
FROM snapshot s JOIN resource r ON r.id = s.resource_id GROUP BY s.type, r.type
UNION ALL
SELECT 'series', type, NULL, count(*), max(collected_on) FROM series GROUP BY type`,
  },
  {
    what: "notes of what ended",
    text: "INSERT INTO hidden_note (resource_id) SELECT id FROM resource WHERE removed_on > '-infinity'",
  },
  {
    what: "counts by source",
    text: `
INSERT INTO source_tally
SELECT source, sum(records), 0, max(newest)
FROM (
  SELECT source, count(*) AS records, max(claimed_on) AS newest FROM claim GROUP BY source
  UNION ALL SELECT source, count(*), max(collected_on) FROM snapshot GROUP BY source
  UNION ALL SELECT source, count(*), max(collected_on) FROM series GROUP BY source
) counted
GROUP BY source`,
  },
];
