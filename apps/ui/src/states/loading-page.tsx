import { Skeleton, Stack } from "@mantine/core";

/** Holds a page's place while it loads, in about its shape, so that nothing jumps. */
export function LoadingPage() {
  return (
    <Stack aria-busy="true" aria-label="Loading" role="status">
      <Skeleton height={32} width="40%" />
      <Skeleton height={120} />
      <Skeleton height={320} />
    </Stack>
  );
}
