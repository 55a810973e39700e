import type { AncestorTargets, Bounded, ReferrerAncestorsOptions } from "@binnacle/calculation";
import type { Database, Statement } from "../reads/database.js";

/** Places among the ids that were asked about, in one text: less than half of what ids would take, and nothing that the driver parses. */
interface Row {
  resourceId: string | null;
  resourceName: string;
  places: string;
  isCut: boolean;
}

function statement(levels: number): Statement {
  const climb = Array.from({ length: levels - 1 }, (_, index) => {
    const level = index + 1;
    return `JOIN child_current r${level} ON r${level}.id = r${index}.parent_id AND r${level}.type = ($4::text[])[${level}]`;
  }).join("\n  ");
  return {
    name: `calculation-ancestors-of-referrers-${levels}`,
    text: `
WITH referring AS MATERIALIZED (
  SELECT wanted.place, edge.resource_id
  FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place)
  CROSS JOIN LATERAL (
    SELECT e.resource_id
    FROM edge_current e
    WHERE e.target_id = wanted.id AND e.reading_type = ANY($2::text[])
    ORDER BY e.resource_id, e.reading_type
    LIMIT $5 + 1
  ) edge
  LIMIT $5 + 1
), above AS (
  SELECT r${levels - 1}.parent_id AS id, string_agg(DISTINCT f.place::text, ' ') AS places
  FROM (SELECT * FROM referring LIMIT $5) f
  JOIN child_current r0 ON r0.id = f.resource_id AND r0.type = $3
  ${climb}
  GROUP BY r${levels - 1}.parent_id
), found AS (
  SELECT r.id, r.name, above.places
  FROM above
  JOIN resource_current r ON r.id = above.id
  WHERE r.type = ($4::text[])[${levels}]
)
SELECT found.id AS "resourceId", found.name AS "resourceName", found.places, cut."isCut"
FROM (SELECT count(*) > $5 AS "isCut" FROM referring) cut
LEFT JOIN found ON true
ORDER BY found.id`,
  };
}

/** Who refers to many Resources, by the Resource some levels above. */
export async function readAncestorsOfReferrers(
  database: Database,
  ids: readonly string[],
  { readingTypes, type, above, limit }: ReferrerAncestorsOptions & { limit: number },
): Promise<Bounded<AncestorTargets>> {
  const wanted = [...new Set(ids)].toSorted();
  const rows = await database.query<Row>(statement(above.length), [wanted, readingTypes, type, above, limit]);
  return {
    items: rows.flatMap(({ resourceId, resourceName, places }) => {
      if (resourceId === null) return [];
      const targetIds = places.split(" ").map((place) => wanted[Number(place) - 1]!);
      return [{ resourceId, resourceName, targetIds: targetIds.toSorted() }];
    }),
    isPartial: rows[0]!.isCut,
  };
}
