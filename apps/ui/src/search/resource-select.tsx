import { Select, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useResource } from "../catalog/use-resource.js";
import { LEAST_SEARCH_LENGTH, useSearch } from "../catalog/use-search.js";

const TYPING_MS = 200;

export interface ResourceSelectProps {
  label: string;
  /** Id of the Resource that is chosen. */
  id: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** Lets the reader choose one Resource out of all, by a part of its name. */
export function ResourceSelect({ label, id, onChange }: ResourceSelectProps) {
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), TYPING_MS);
  const chosen = useResource(id);
  const found = useSearch(wanted);
  const resources = new Map(found.data?.map((resource) => [resource.id, resource]));
  if (chosen.data) resources.set(chosen.data.id, chosen.data);
  return (
    <Select
      label={label}
      placeholder="Part of a name"
      searchable
      clearable
      value={id ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      searchValue={text}
      onSearchChange={setText}
      // The provider has filtered already, also by fields that are not shown here.
      filter={({ options }) => options}
      data={[...resources.values()].map(({ id: value, name }) => ({ value, label: name }))}
      renderOption={({ option }) => (
        <div>
          <Text size="sm" className="mono">
            {option.label}
          </Text>
          <Text size="xs" c="dimmed">
            {resources.get(option.value)?.type}
          </Text>
        </div>
      )}
      nothingFoundMessage={
        [...wanted].length < LEAST_SEARCH_LENGTH
          ? `Type at least ${LEAST_SEARCH_LENGTH} characters.`
          : "Nothing is named like this."
      }
    />
  );
}
