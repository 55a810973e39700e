import { Text } from "@mantine/core";
import { Fragment } from "react";
import { ResourceLink } from "../../values/resource-link.js";

/** How one Resource leads to another, step by step. */
export function PathSteps({ path }: { path: readonly { id: string; name: string }[] }) {
  return (
    <>
      {path.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && (
            <Text span size="sm" c="dimmed">
              {" → "}
            </Text>
          )}
          <ResourceLink id={id} name={name} />
        </Fragment>
      ))}
    </>
  );
}
