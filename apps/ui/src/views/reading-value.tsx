import { Alert, SegmentedControl, Stack, useComputedColorScheme } from "@mantine/core";
import type { Reading, Resource } from "@binnacle/client";
import { useMemo, useState } from "react";
import { messageOf } from "../states/advice.js";
import { asPlain } from "../values/exact-number.js";
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
  // A view reads JSON as others do; what it is given stays the same between two values.
  const plain = useMemo(() => ({ ...reading, value: asPlain(reading.value) }), [reading]);
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
        <DrawView
          key={reading.type}
          view={view.data}
          input={{ resource, reading: plain, colorScheme }}
          onFault={setFault}
        />
      ) : (
        <JsonTree value={reading.value} />
      )}
    </Stack>
  );
}
