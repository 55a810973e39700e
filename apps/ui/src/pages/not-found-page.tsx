import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../states/empty-state.js";

export function NotFoundPage() {
  return (
    <EmptyState title="There is no such page">
      Search for what you were looking for, or go to the{" "}
      <Anchor component={Link} to="/">
        home page
      </Anchor>
      .
    </EmptyState>
  );
}
