import type { ReactNode } from "react";
import type { Answered } from "./use-answer.js";

export interface AnswerProps<T> {
  answer: Answered<T>;
  children: (value: T) => ReactNode;
}

/** Shows an answer; before that, that it is on its way, or why there is none and what to do. */
export function Answer<T>({ answer, children }: AnswerProps<T>) {
  switch (answer.state) {
    case "loading":
      return (
        <p role="status" style={{ minHeight: 48, opacity: 0.7 }}>
          Asking Binnacle …
        </p>
      );
    case "failed":
      return (
        <div role="alert">
          <p>Binnacle could not be asked: {messageOf(answer.error)}</p>
          <p>Check the proxy of Backstage that leads to it, and that the token which it sends has the scope read.</p>
        </div>
      );
    case "here":
      return <>{children(answer.value)}</>;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
