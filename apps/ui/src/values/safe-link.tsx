import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { isSafeUrl } from "./safe-url.js";

/** A link whose address came with a value: only web and mail addresses become links, the rest stays text. */
export function SafeLink({ href, children }: { href: unknown; children?: ReactNode }) {
  if (!isSafeUrl(href)) return <>{children ?? String(href)}</>;
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer">
      {children ?? href}
    </Anchor>
  );
}
