import { Button, Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemAlert } from "./problem-alert.js";

export interface ConfirmModalProps {
  opened: boolean;
  /** The question. */
  title: string;
  /** What it does, and what that means. */
  children: ReactNode;
  /** The word on the button that does it. */
  action: string;
  isDangerous?: boolean;
  isWorking: boolean;
  /** Why it did not work, if it did not. */
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is done that others will notice. */
export function ConfirmModal(props: ConfirmModalProps) {
  const { opened, title, children, action, isDangerous = false, isWorking, error, onConfirm, onClose } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered>
      <Text size="sm">{children}</Text>
      {error !== null && error !== undefined && (
        <div style={{ marginTop: 12 }}>
          <ProblemAlert error={error} title="This was not done" />
        </div>
      )}
      <Group justify="end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color={isDangerous ? "red.9" : undefined} loading={isWorking} onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
