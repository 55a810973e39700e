const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop that nobody else who waits here gets: what several batches do for some milliseconds each then comes one
 * after the other, and sockets, heartbeats and health checks in between.
 */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(giveTurn);
  });
}

function giveTurn(): void {
  waiting.shift()!();
  if (waiting.length > 0) setImmediate(giveTurn);
}
