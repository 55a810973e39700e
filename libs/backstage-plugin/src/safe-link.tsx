import type { ReactNode } from "react";

const PROTOCOLS = new Set(["https:", "http:", "mailto:"]);

/** A link to what a value names, in a new tab; plain text where it names anything but a page or an address. */
export function SafeLink({ href, children }: { href: string | null | undefined; children: ReactNode }) {
  const isSafe = typeof href === "string" && URL.canParse(href) && PROTOCOLS.has(new URL(href).protocol);
  if (!isSafe) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
