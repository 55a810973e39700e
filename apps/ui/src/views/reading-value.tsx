import { Alert, SegmentedControl, Stack, useComputedColorScheme } from "@mantine/core";
import type { Reading, Resource } from "@binnacle/client";
import { useState } from "react";
import { messageOf } from "../states/advice.js";
import { JsonTree } from "../values/json-tree.js";
import { DrawView } from "./draw-view.js";
import { useView } from "./use-view.js";

export interface ReadingValueProps {
  resource: Resource;
  reading: Reading;
}

/** A reading's value: by the view that is registered for its type, else, or on demand, as a JSON tree. */
export function ReadingValue({ resource, reading }: ReadingValueProps) {
  const view = useView(reading.type);
  const [as, setAs] = useState("view");
  const [fault, setFault] = useState<unknown>();
  const colorScheme = useComputedColorScheme("light");
  const error = view.error ?? fault;
  if (error)
    return (
      <Stack gap="xs">
        <Alert color="yellow" title={`The view for ${reading.type} does not work`}>
          {messageOf(error)}. Tell whoever registered it; the value itself is below.
        </Alert>
        <JsonTree value={reading.value} />
      </Stack>
    );
  if (view.data === undefined) return <JsonTree value={reading.value} />;
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        style={{ alignSelf: "flex-start" }}
        aria-label="Shown as"
        data={[
          { value: "view", label: "View" },
          { value: "json", label: "JSON" },
        ]}
        value={as}
        onChange={setAs}
      />
      {as === "view" ? (
        <DrawView key={reading.type} view={view.data} input={{ resource, reading, colorScheme }} onFault={setFault} />
      ) : (
        <JsonTree value={reading.value} />
      )}
    </Stack>
  );
}
