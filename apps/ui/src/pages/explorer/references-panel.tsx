import { SimpleGrid } from "@mantine/core";
import { useReferences, useReferrers } from "../../catalog/use-relations.js";
import { ResourceList } from "./resource-list.js";

/** What its readings refer to, and whose readings refer to it. */
export function ReferencesPanel({ id }: { id: string }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <ResourceList title="Refers to" query={useReferences(id)} none="None of its readings refers to a Resource." />
      <ResourceList
        title="Referred to by"
        query={useReferrers(id)}
        none="No reading of another Resource refers to it."
      />
    </SimpleGrid>
  );
}
