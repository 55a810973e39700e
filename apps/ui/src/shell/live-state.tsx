import { Badge, Tooltip } from "@mantine/core";
import { useLiveState } from "../catalog/live-state.js";

const STATES = {
  live: { color: "teal", label: "Live", hint: "What changes in the catalog shows here at once" },
  connecting: { color: "yellow", label: "Connecting", hint: "Changes show again once the provider answers" },
  offline: {
    color: "red",
    label: "Offline",
    hint: "The provider does not answer; what you see may be old. Trying again by itself",
  },
} as const;

/** Whether the pages follow the catalog. As wide as its longest word, so that nothing beside it moves when it changes. */
export function LiveState() {
  const { color, label, hint } = STATES[useLiveState()];
  return (
    <Tooltip label={hint} multiline maw={260}>
      <Badge color={color} variant="light" role="status" tabIndex={0} miw={108}>
        {label}
      </Badge>
    </Tooltip>
  );
}
