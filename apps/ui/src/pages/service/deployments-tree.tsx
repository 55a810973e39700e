import { Anchor, Group, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ServiceEnvironment, ServiceOverview } from "../../catalog/use-services.js";
import { HealthBadge } from "../../health/health-badge.js";
import { Panel } from "../../states/panel.js";
import { Moment } from "../../values/moment.js";
import classes from "./deployments-tree.module.css";
import { InstanceList } from "./instance-list.js";

/** Environments that are open at first. */
const OPEN_AT_FIRST = 3;

/** What is deployed, and what runs of it, as a tree. */
export function DeploymentsTree({ service }: { service: ServiceOverview }) {
  if (service.environments.length === 0) return null;
  return (
    <Panel title="Deployments and instances">
      {service.environments.map((environment, index) => (
        <Deployment
          key={environment.deploymentId}
          service={service.name}
          environment={environment}
          isOpenAtFirst={index < OPEN_AT_FIRST}
        />
      ))}
    </Panel>
  );
}

interface DeploymentProps {
  service: string;
  environment: ServiceEnvironment;
  isOpenAtFirst: boolean;
}

function Deployment({ service, environment, isOpenAtFirst }: DeploymentProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const { name, deploymentId, version, since, health, instances } = environment;
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.deployment}>
      <Group gap="0 var(--mantine-spacing-sm)">
        <UnstyledButton aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Group gap={4} wrap="nowrap">
            <Icon size={16} aria-hidden />
            <Text span fw={600} size="sm">
              {name}
            </Text>
          </Group>
        </UnstyledButton>
        <HealthBadge health={health} />
        <Text size="sm" c="dimmed">
          {version ?? "version unknown"}
          {since !== null && (
            <>
              , <Moment time={since} />
            </>
          )}
          , {instances.total} {instances.total === 1 ? "instance" : "instances"}
        </Text>
        <Anchor component={Link} to="/explorer/$id" params={{ id: deploymentId } as never} size="sm">
          Readings<span className={classes.hidden}> of the deployment to {name}</span>
        </Anchor>
      </Group>
      {isOpen && <InstanceList service={service} environment={environment} />}
    </div>
  );
}
