import { Anchor, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useDependencyVulnerabilities, type FoundVulnerability } from "../../catalog/use-dependencies.js";
import { EmptyState } from "../../states/empty-state.js";
import { Panel } from "../../states/panel.js";
import { SafeLink } from "../../values/safe-link.js";
import { isSafeUrl } from "../../values/safe-url.js";
import { SeverityBadge } from "../../vulnerabilities/severity-badge.js";
import { SEVERITIES } from "../../vulnerabilities/severity.js";
import classes from "./dependencies-panel.module.css";

/** What the service depends on, what of it is known to be vulnerable, and the way that leads there. */
export function DependenciesPanel({ service }: { service: string }) {
  const query = useDependencyVulnerabilities(service);
  const result = query.data?.result;
  return (
    <Panel title="Vulnerable dependencies" query={query} height={320}>
      {result && (
        <Stack gap="sm">
          <Group gap="xs">
            <Text size="sm">
              {result.dependencies.vulnerable} of {result.dependencies.total} dependencies
            </Text>
            {SEVERITIES.filter((severity) => result.counts[severity] > 0).map((severity) => (
              <SeverityBadge key={severity} severity={severity} count={result.counts[severity]} />
            ))}
          </Group>
          {result.dependencies.unchecked > 0 && (
            <Text size="sm" c="dimmed">
              Nobody has checked {result.dependencies.unchecked} of them yet, so they may be vulnerable as well.
            </Text>
          )}
          {result.dependencies.total === 0 && (
            <EmptyState title="No dependencies are known">
              Publish ServiceDeploymentDependencies of its deployments; the collector of dependencies reads them from
              lock files.
            </EmptyState>
          )}
          {result.vulnerabilities.map((found) => (
            <Found key={`${found.vulnerability.id} ${found.dependency.id}`} found={found} />
          ))}
          {query.data?.isPartial && (
            <Text size="sm" c="dimmed">
              There are more; these are the most severe.
            </Text>
          )}
        </Stack>
      )}
    </Panel>
  );
}

function Found({ found: { vulnerability, dependency, path, affected } }: { found: FoundVulnerability }) {
  const { id, aliases = [], severity, score, summary, fixedIn = [], url } = vulnerability;
  return (
    <article className={classes.found} aria-label={`${id} in ${dependency.name}`}>
      <Group gap="xs">
        <SeverityBadge severity={severity} />
        <Text span size="sm" fw={600}>
          {isSafeUrl(url) ? <SafeLink href={url}>{id}</SafeLink> : id}
        </Text>
        <Text span size="sm" c="dimmed">
          {[...aliases, ...(score === undefined ? [] : [`CVSS ${score}`])].join(", ")}
        </Text>
      </Group>
      {summary !== undefined && <Text size="sm">{summary}</Text>}
      <Text size="sm" className={classes.path}>
        {path.map((step, index) => (
          <Fragment key={step.id}>
            {index > 0 && " → "}
            <Anchor component={Link} to="/explorer/$id" params={{ id: step.id } as never} inherit>
              {step.name}
            </Anchor>
          </Fragment>
        ))}
      </Text>
      <Text size="sm">
        {fixedIn.length > 0 ? `Fixed in ${fixedIn.join(", ")}: upgrade to it.` : "No fixed version is known."}
        {affected.length > 1 && (
          <Text span inherit c="dimmed">
            {" "}
            Affects {affected.map(({ name }) => name).join(", ")}.
          </Text>
        )}
      </Text>
    </article>
  );
}
