import { Group, SegmentedControl, Stack, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ReadingSearch } from "./reading-search.js";
import { ResourceSearch } from "./resource-search.js";

/** Any Resource of any type, by type and name; or readings across Resources, by what their values hold. */
export function ExplorerPage() {
  const { find = "resources" } = useSearch({ strict: false }) as { find?: string };
  const navigate = useNavigate();
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2}>Explorer</Title>
        <SegmentedControl
          aria-label="What to find"
          data={[
            { value: "resources", label: "Resources" },
            { value: "readings", label: "Readings" },
          ]}
          value={find}
          onChange={(next) =>
            void navigate({ to: "/explorer", search: (next === "readings" ? { find: next } : {}) as never })
          }
        />
      </Group>
      {find === "readings" ? <ReadingSearch /> : <ResourceSearch />}
    </Stack>
  );
}
