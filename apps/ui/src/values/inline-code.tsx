import { Fragment, type ReactNode } from "react";

/** A description with what stands between backticks as code. */
export function inlineCode(text: string): ReactNode {
  const [plain = "", code, ...rest] = text.split("`");
  if (code === undefined) return plain;
  return (
    <Fragment>
      {plain}
      <span className="mono">{code}</span>
      {inlineCode(rest.join("`"))}
    </Fragment>
  );
}
