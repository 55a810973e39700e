import { Card, Skeleton, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemAlert } from "./problem-alert.js";

export interface PanelProps {
  title: string;
  /** Of the query that what is inside comes from. */
  query?: { isPending: boolean; isSuccess?: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  /** About the height of what is inside, while it loads. */
  height?: number;
  /** Whether it is no lower than that either once it is there, so that what is below does not move up. */
  keepsHeight?: boolean;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its title, which holds its place while it loads and says what went wrong. */
export function Panel({ title, query, height = 120, keepsHeight = false, aside, children }: PanelProps) {
  return (
    <Card withBorder component="section" aria-label={title}>
      <div style={{ display: "flex", justifyContent: "space-between", gap: 8, flexWrap: "wrap", marginBottom: 8 }}>
        <Title order={3} size="h5">
          {title}
        </Title>
        {aside}
      </div>
      {query?.isPending && <Skeleton height={height} aria-busy="true" aria-label="Loading" role="status" />}
      {query?.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {keepsHeight && query?.isSuccess ? <div style={{ minHeight: height }}>{children}</div> : children}
    </Card>
  );
}
