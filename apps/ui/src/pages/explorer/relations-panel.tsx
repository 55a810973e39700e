import { SimpleGrid } from "@mantine/core";
import { useChildren, useReferences, useReferrers } from "../../catalog/use-resource.js";
import { ResourceList } from "./resource-list.js";

/** What is below it, what it refers to, what refers to it. */
export function RelationsPanel({ id }: { id: string }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }}>
      <ResourceList title="Children" query={useChildren(id)} none="No Resource names it as its parent." />
      <ResourceList title="Refers to" query={useReferences(id)} none="None of its readings refers to a Resource." />
      <ResourceList
        title="Referred to by"
        query={useReferrers(id)}
        none="No reading of another Resource refers to it."
      />
    </SimpleGrid>
  );
}
