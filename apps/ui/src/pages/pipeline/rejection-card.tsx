import { Badge, Button, Card, Group, Text } from "@mantine/core";
import type { Rejection } from "@binnacle/client";
import { useState } from "react";
import { useDeleteRejection, useRedrive } from "../../catalog/use-rejections.js";
import { ConfirmModal } from "../../states/confirm-modal.js";
import { Moment } from "../../values/moment.js";
import { RejectedRecord } from "./rejected-record.js";

export interface RejectionCardProps {
  rejection: Rejection;
  /** Told what was done, in a sentence. */
  onDone: (message: string) => void;
}

/** One rejection: why, of whom, how often, the record itself, and what can be done. */
export function RejectionCard({ rejection, onDone }: RejectionCardProps) {
  const { id, code, detail, path, source, count, firstReceivedOn, lastReceivedOn } = rejection;
  const [asked, setAsked] = useState<"redrive" | "delete">();
  const [isOpen, setOpen] = useState(false);
  const redrive = useRedrive();
  const remove = useDeleteRejection();
  const mutation = asked === "delete" ? remove : redrive;
  const confirm = (): void => {
    mutation.mutate(id, {
      onSuccess: () => {
        setAsked(undefined);
        onDone(
          asked === "delete"
            ? "The rejection was deleted."
            : "The record was published once more; its rejection goes as soon as it is stored.",
        );
      },
    });
  };
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" align="start">
        <div style={{ minWidth: 0, flex: "1 1 280px" }}>
          <Group gap="xs">
            <Badge color="red" variant="light" tt="none">
              {code}
            </Badge>
            {path !== null && (
              <Text span size="sm" className="mono">
                {path}
              </Text>
            )}
          </Group>
          <Text mt={4}>{detail}</Text>
          <Text size="sm" c="dimmed" component="div">
            by {source}, {count === 1 ? "once" : `${count.toLocaleString("en")} times`},{" "}
            <Moment time={lastReceivedOn} />
            {count > 1 && (
              <>
                , first <Moment time={firstReceivedOn} />
              </>
            )}
          </Text>
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide the record" : "Show the record"}
          </Button>
          <Button size="xs" variant="light" onClick={() => setAsked("redrive")}>
            Redrive
          </Button>
          <Button size="xs" variant="light" color="red" onClick={() => setAsked("delete")}>
            Delete
          </Button>
        </Group>
      </Group>
      {isOpen && <RejectedRecord rejection={rejection} />}
      <ConfirmModal
        opened={asked !== undefined}
        title={asked === "delete" ? "Delete this rejection?" : "Send this record once more?"}
        action={asked === "delete" ? "Delete" : "Redrive"}
        isDangerous={asked === "delete"}
        isWorking={mutation.isPending}
        error={mutation.error}
        onConfirm={confirm}
        onClose={() => {
          mutation.reset();
          setAsked(undefined);
        }}
      >
        {asked === "delete"
          ? "The catalog keeps no other copy of the record. It cannot be taken back."
          : "It is published to the queue as it was received, with its original time. If the cause is still there, it is rejected again."}
      </ConfirmModal>
    </Card>
  );
}
