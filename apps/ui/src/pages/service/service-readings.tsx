import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useServiceReadings } from "../../catalog/use-services.js";
import { Panel } from "../../states/panel.js";
import { ReadingsPanel } from "../explorer/readings-panel.js";

/** Everything that was read of the service itself. */
export function ServiceReadings({ service }: { service: string }) {
  const query = useServiceReadings(service);
  return (
    <Panel
      title="Readings"
      query={query}
      height={240}
      aside={
        query.data && (
          <Anchor component={Link} to="/explorer/$id" params={{ id: query.data.id } as never} size="sm">
            Series and references in the explorer
          </Anchor>
        )
      }
    >
      {query.data && <ReadingsPanel resource={query.data} />}
    </Panel>
  );
}
