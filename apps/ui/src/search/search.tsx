import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { LEAST_SEARCH_LENGTH, useSearch } from "../catalog/use-search.js";
import { messageOf } from "../states/advice.js";

const TYPING_MS = 200;

/** Finds any Resource by a part of its name, or of a field that the company declared, such as its owner. */
export function Search() {
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), TYPING_MS);
  const navigate = useNavigate();
  const { data, error, isFetching } = useSearch(wanted);

  return (
    <Spotlight.Root query={text} onQueryChange={setText} shortcut={["mod + K", "/"]} scrollable maxHeight={420}>
      <Spotlight.Search
        placeholder="Name, type or owner"
        aria-label="Name, type or owner"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {data?.map(({ id, type, name }) => (
          <Spotlight.Action
            key={id}
            onClick={() =>
              void (type === "Service"
                ? navigate({ to: "/services/$name", params: { name } })
                : navigate({ to: "/explorer/$id", params: { id } }))
            }
            label={name}
            description={type}
          />
        ))}
        {(data === undefined || data.length === 0) && (
          <Spotlight.Empty>
            <Text size="sm" role="status">
              {hintFor(wanted, error, isFetching)}
            </Text>
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function hintFor(wanted: string, error: unknown, isFetching: boolean): string {
  if ([...wanted].length < LEAST_SEARCH_LENGTH) return `Type at least ${LEAST_SEARCH_LENGTH} characters.`;
  if (error) return messageOf(error);
  return isFetching
    ? "Searching …"
    : `Nothing is named like “${wanted}”. Part of a name is enough; case does not matter.`;
}
