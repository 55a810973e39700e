import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import type { ServiceOverview } from "../../catalog/use-services.js";
import { SEVERITIES } from "../../vulnerabilities/severity.js";
import { NOBODY } from "./service-row.js";
import type { ServicesSearch } from "./services-search.js";

const TYPING_MS = 150;
/** A Select takes an empty value for none. */
const NOBODY_VALUE = "\n";

export interface ServicesFiltersProps {
  search: ServicesSearch;
  services: readonly ServiceOverview[];
  levels: readonly string[];
  onChange: (change: Partial<ServicesSearch>) => void;
}

/** What narrows the table down. */
export function ServicesFilters({ search, services, levels, onChange }: ServicesFiltersProps) {
  const setText = useDebouncedCallback((text: string) => onChange({ q: text === "" ? undefined : text }), TYPING_MS);
  const owners = sorted(services.flatMap(({ owner }) => (owner?.teams ?? []).map(({ name }) => name)));
  const environments = sorted(services.flatMap((service) => service.environments.map(({ name }) => name)));
  return (
    <Group gap="xs" align="end">
      <TextInput
        label="Find"
        placeholder="Name, owner, description"
        leftSection={<IconSearch size={16} aria-hidden />}
        w={220}
        key={search.q === undefined ? "cleared" : "given"}
        defaultValue={search.q ?? ""}
        onChange={({ currentTarget }) => setText(currentTarget.value.trim())}
      />
      <Choice
        label="Owner"
        value={search.owner === NOBODY ? NOBODY_VALUE : search.owner}
        data={[{ value: NOBODY_VALUE, label: "nobody" }, ...owners.map((name) => ({ value: name, label: name }))]}
        onChange={(owner) => onChange({ owner: owner === NOBODY_VALUE ? NOBODY : owner })}
      />
      <Choice
        label="Environment"
        value={search.environment}
        data={environments.map((name) => ({ value: name, label: name }))}
        onChange={(environment) => onChange({ environment })}
      />
      <Choice
        label="Health"
        value={search.health}
        data={[
          { value: "down", label: "Down" },
          { value: "degraded", label: "Degraded" },
          { value: "unknown", label: "Unknown" },
          { value: "up", label: "Up" },
          { value: "none", label: "Nothing runs" },
        ]}
        onChange={(health) => onChange({ health })}
      />
      <Choice
        label="Vulnerable"
        width={170}
        value={search.severity}
        data={SEVERITIES.map((value) => ({ value, label: value === "unknown" ? "any" : `${value} or worse` }))}
        onChange={(severity) => onChange({ severity: SEVERITIES.find((each) => each === severity) })}
      />
      {levels.length > 0 && (
        <Choice
          label="Scorecard"
          value={search.level}
          data={[...levels.map((name) => ({ value: name, label: name })), { value: "none", label: "none yet" }]}
          onChange={(level) => onChange({ level })}
        />
      )}
    </Group>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  data: { value: string; label: string }[];
  width?: number;
  onChange: (value: string | undefined) => void;
}

function Choice({ label, value, data, onChange, width = 150 }: ChoiceProps) {
  return (
    <Select
      label={label}
      placeholder="any"
      clearable
      searchable={data.length > 8}
      w={width}
      value={value ?? null}
      data={data}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
