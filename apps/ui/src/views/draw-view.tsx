import { useEffect, useRef } from "react";
import type { DrawnView, ViewInput, ViewModule } from "./view-module.js";

export interface DrawViewProps {
  view: ViewModule;
  input: ViewInput;
  /** Told when the view throws. */
  onFault: (error: unknown) => void;
}

/** Lets a view draw into an element of its own, and draw again when what it shows changes. */
export function DrawView({ view, input, onFault }: DrawViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnView | undefined>(undefined);
  const { resource, reading, colorScheme } = input;

  useEffect(() => {
    const element = box.current!;
    const current = { resource, reading, colorScheme };
    try {
      if (drawn.current?.update) drawn.current.update(current);
      else {
        drawn.current?.destroy?.();
        element.replaceChildren();
        drawn.current = view.render(element, current) ?? {};
      }
    } catch (error) {
      onFault(error);
    }
  }, [view, resource, reading, colorScheme, onFault]);

  useEffect(() => {
    const element = box.current!;
    return () => {
      drawn.current?.destroy?.();
      drawn.current = undefined;
      element.replaceChildren();
    };
  }, []);

  return <div ref={box} />;
}
