import { Badge, Button, Card, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useUndoRun, type Run } from "../../catalog/use-housekeeping.js";
import { ConfirmModal } from "../../states/confirm-modal.js";
import { Moment } from "../../values/moment.js";
import { useNow } from "../../values/use-now.js";

const COLORS = { running: "blue", done: "teal", undoing: "orange", undone: "gray" } as const;

export interface RunCardProps {
  run: Run;
  /** Told what was done, in a sentence. */
  onDone: (message: string) => void;
}

/** What a rule removed, to be taken back while that can be done. */
export function RunCard({ run, onDone }: RunCardProps) {
  const { id, rule, resourceType, reason, removed, status, startedOn, undoableUntil, undoneOn } = run;
  const [isAsked, setAsked] = useState(false);
  const undo = useUndoRun();
  const now = useNow();
  const isUndoable = status === "done" && removed > 0 && Date.parse(undoableUntil) > now;
  const howMany = `${removed.toLocaleString("en")} ${removed === 1 ? "Resource" : "Resources"}`;
  const confirm = (): void => {
    undo.mutate(id, {
      onSuccess: () => {
        setAsked(false);
        onDone(`${howMany} will be there again within moments.`);
      },
    });
  };
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" align="start">
        <div style={{ minWidth: 0, flex: "1 1 280px" }}>
          <Group gap="xs">
            <Text fw={600} className="mono">
              {rule}
            </Text>
            <Badge variant="light" color={COLORS[status]} tt="none">
              {status}
            </Badge>
          </Group>
          <Text>
            Removed {howMany}, by a rule for {resourceType}
          </Text>
          <Text size="sm" c="dimmed" component="div">
            {reason}; <Moment time={startedOn} />
            {undoneOn !== null && (
              <>
                , undone <Moment time={undoneOn} />
              </>
            )}
            {isUndoable && <>; can be undone until {new Date(undoableUntil).toLocaleString()}</>}
          </Text>
        </div>
        {isUndoable && (
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            Undo
          </Button>
        )}
      </Group>
      <ConfirmModal
        opened={isAsked}
        title={`Bring ${howMany} back?`}
        action="Undo"
        isWorking={undo.isPending}
        error={undo.error}
        onConfirm={confirm}
        onClose={() => {
          undo.reset();
          setAsked(false);
        }}
      >
        They are there again exactly as they were, and stay until something new was said of them.
      </ConfirmModal>
    </Card>
  );
}
