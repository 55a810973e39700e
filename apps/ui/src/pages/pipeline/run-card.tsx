import { Button } from "@mantine/core";
import { useState } from "react";
import { useUndoRun, type Run } from "../../catalog/use-housekeeping.js";
import { ConfirmModal } from "../../states/confirm-modal.js";
import { Moment } from "../../values/moment.js";
import { useNow } from "../../values/use-now.js";
import { RuleCard } from "./rule-card.js";

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
    <RuleCard
      rule={rule}
      status={status}
      color={COLORS[status]}
      title={`Removed ${howMany}, by a rule for ${resourceType}`}
      details={
        <>
          {reason}; <Moment time={startedOn} />
          {undoneOn !== null && (
            <>
              , undone <Moment time={undoneOn} />
            </>
          )}
          {isUndoable && <>; can be undone until {new Date(undoableUntil).toLocaleString()}</>}
        </>
      }
      actions={
        isUndoable && (
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            Undo
          </Button>
        )
      }
    >
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
    </RuleCard>
  );
}
