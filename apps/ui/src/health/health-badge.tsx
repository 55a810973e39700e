import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconHelpCircleFilled,
} from "@tabler/icons-react";
import { HEALTH, type Health } from "./health.js";
import classes from "./health.module.css";

const ICONS = {
  down: IconCircleXFilled,
  degraded: IconAlertTriangleFilled,
  unknown: IconHelpCircleFilled,
  up: IconCircleCheckFilled,
};

export interface HealthBadgeProps {
  /** `null` where nothing runs. */
  health: Health | null;
  /** Shown in place of the state's own name, which assistive technology still hears. */
  label?: string;
  size?: "xs" | "sm" | "md";
}

/** A state of health as a sign and a word. Plain markup: tables have several in every row. */
export function HealthBadge({ health, label, size = "sm" }: HealthBadgeProps) {
  const Icon = health === null ? IconCircleDashed : ICONS[health];
  const state = health === null ? "Nothing runs" : HEALTH[health].label;
  return (
    <span className={classes.badge} data-size={size} title={label && `${label}: ${state}`}>
      <Icon
        size={16}
        className={classes.icon}
        data-health={health ?? "none"}
        role={label ? "img" : undefined}
        aria-hidden={label ? undefined : true}
        aria-label={label ? state : undefined}
      />
      <span className={classes.word} data-health={health ?? "none"}>
        {label ?? state}
      </span>
    </span>
  );
}
