import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

export interface ResourceLinkProps {
  id: string;
  name: string;
  /** Shown where the name alone does not tell. */
  type?: string;
  /** Whether something published it; what is only referred to has no page. */
  isKnown?: boolean;
}

/** A Resource's name, to go on to its page. */
export function ResourceLink({ id, name, type, isKnown = true }: ResourceLinkProps) {
  return (
    <>
      {isKnown ? (
        <Anchor component={Link} to="/explorer/$id" params={{ id } as never} size="sm" className="mono">
          {name}
        </Anchor>
      ) : (
        <Text span size="sm" className="mono" title="Nothing has published this Resource itself">
          {name}
        </Text>
      )}
      {type !== undefined && (
        <Text span size="xs" c="dimmed" ml="xs">
          {type}
        </Text>
      )}
    </>
  );
}
