import { defaultRangeExtractor, type Range } from "@tanstack/react-virtual";

const STEP = 4;

/**
 * The rows to draw for those in view: they come and go a few at a time, so that most frames of a scroll change nothing on the page. Never
 * fewer than those in view and `overscan` on either side.
 */
export function rowsInSteps({ startIndex, endIndex, overscan, count }: Range): number[] {
  const first = Math.floor((startIndex - overscan) / STEP) * STEP;
  const end = Math.ceil((endIndex + overscan + 1) / STEP) * STEP;
  return defaultRangeExtractor({
    startIndex: Math.max(0, first),
    endIndex: Math.min(count, end) - 1,
    overscan: 0,
    count,
  });
}
