import { join } from "node:path";
import DefaultSequencer from "@jest/test-sequencer";

/** From the root, the longest first: half a minute or more each, of those that others would wait for at the end of a run. */
const LONGEST = [
  "test/src/ui/ui.spec.ts",
  "test/src/chaos/chaos.spec.ts",
  "test/src/examples/examples.spec.ts",
  "test/src/local-stack.spec.ts",
].map((path) => join(import.meta.dirname, "../../..", path));

/** Jest begins with what took longest the last time; a checkout that has just been made knows no last time. */
export default class LongestFirstSequencer extends DefaultSequencer {
  sort(tests) {
    const place = ({ path }) => (LONGEST.includes(path) ? LONGEST.indexOf(path) : LONGEST.length);
    // oxlint-disable-next-line unicorn/no-array-sort -- not the one of arrays
    return super.sort(tests).toSorted((a, b) => place(a) - place(b));
  }
}
