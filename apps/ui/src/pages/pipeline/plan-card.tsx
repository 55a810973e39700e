import { Button, Group, List, Text } from "@mantine/core";
import { useState } from "react";
import { useDecidePlan, type Plan } from "../../catalog/use-housekeeping.js";
import { ConfirmModal } from "../../states/confirm-modal.js";
import { Moment } from "../../values/moment.js";
import { RuleCard } from "./rule-card.js";

const COLORS = { held: "orange", approved: "teal", rejected: "gray", executed: "teal", lapsed: "gray" } as const;

export interface PlanCardProps {
  plan: Plan;
  /** Told what was done, in a sentence. */
  onDone: (message: string) => void;
}

/** What a rule would remove, with examples, to be approved or rejected. */
export function PlanCard({ plan, onDone }: PlanCardProps) {
  const { id, rule, reason, counts, examples, status, plannedOn, decidedOn, decidedBy } = plan;
  const [asked, setAsked] = useState<"approve" | "reject">();
  const approve = useDecidePlan("approve");
  const reject = useDecidePlan("reject");
  const mutation = asked === "reject" ? reject : approve;
  const howMany = counts.map(({ type, count, total }) => `${count} of ${total} ${type}`).join(", ");
  const confirm = (): void => {
    mutation.mutate(id, {
      onSuccess: () => {
        setAsked(undefined);
        onDone(asked === "reject" ? `Kept: ${howMany}.` : `Approved: ${howMany} will go within moments.`);
      },
    });
  };
  return (
    <RuleCard
      rule={rule}
      status={status}
      color={COLORS[status]}
      title={`Would remove ${howMany}`}
      details={
        <>
          {reason}; planned <Moment time={plannedOn} />
          {decidedOn !== null && (
            <>
              , decided <Moment time={decidedOn} /> by {decidedBy ?? "nobody known"}
            </>
          )}
        </>
      }
      actions={
        status === "held" && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setAsked("reject")}>
              Keep them
            </Button>
            <Button size="xs" variant="light" color="red" onClick={() => setAsked("approve")}>
              Approve
            </Button>
          </Group>
        )
      }
    >
      {examples.length > 0 && (
        <List size="sm" mt="xs" spacing={2}>
          {examples.map(({ type, name, reason: why }) => (
            <List.Item key={`${type} ${name}`}>
              <span className="mono">{name}</span>{" "}
              <Text span size="sm" c="dimmed">
                {type}, {why}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
      <ConfirmModal
        opened={asked !== undefined}
        title={asked === "reject" ? "Keep all of these?" : `Remove ${howMany}?`}
        action={asked === "reject" ? "Keep them" : "Approve"}
        isDangerous={asked !== "reject"}
        isWorking={mutation.isPending}
        error={mutation.error}
        onConfirm={confirm}
        onClose={() => {
          mutation.reset();
          setAsked(undefined);
        }}
      >
        {asked === "reject"
          ? "They stay until something new was said of them and they are due again."
          : "What was due and still is goes within moments; what was heard of since stays. It can be undone for a while below."}
      </ConfirmModal>
    </RuleCard>
  );
}
