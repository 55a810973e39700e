import { useEffect, useState } from "react";

export type Answered<T> = { state: "loading" } | { state: "failed"; error: unknown } | { state: "here"; value: T };

/**
 * What a question is answered, asked again when `key` changes.
 * @param ask is taken as it is when the key changes
 */
export function useAnswer<T>(key: string, ask: () => Promise<T>): Answered<T> {
  const [answered, setAnswered] = useState<{ key: string; answer: Answered<T> }>();
  useEffect(() => {
    let isStale = false;
    const settle = (answer: Answered<T>): void => {
      if (!isStale) setAnswered({ key, answer });
    };
    ask().then(
      (value) => settle({ state: "here", value }),
      (error: unknown) => settle({ state: "failed", error }),
    );
    return () => {
      isStale = true;
    };
  }, [key]);
  return answered?.key === key ? answered.answer : { state: "loading" };
}
