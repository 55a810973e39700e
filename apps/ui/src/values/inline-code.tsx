import type { ReactNode } from "react";

/** A description with what stands between backticks as code. */
export function inlineCode(text: string): ReactNode[] {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      <span key={index} className="mono">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
