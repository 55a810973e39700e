import { createElement, Fragment, type ReactNode } from "react";

/** A description with what stands between backticks as code. */
export function inlineCode(text: string): ReactNode {
  const parts = text.split("`");
  return createElement(
    Fragment,
    null,
    ...parts.map((part, index) => (index % 2 === 1 ? createElement("span", { className: "mono" }, part) : part)),
  );
}
