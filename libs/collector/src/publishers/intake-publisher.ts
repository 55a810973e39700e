import type { Publisher, PublishSession } from "../publisher.js";
import { IntakeSession } from "./intake-session.js";

/** Publishes through the HTTP intake of a provider: for those who hold no AWS credentials. */
export class IntakePublisher implements Publisher {
  private readonly url: URL;
  /** Those that hold records which are not sent yet. */
  private readonly holding = new Set<IntakeSession>();
  private closed = false;

  /**
   * @param origin of the provider, as `http://127.0.0.1:3000`
   * @param token where the provider asks for one
   */
  constructor(
    origin: string,
    private readonly token?: string | undefined,
  ) {
    this.url = new URL("/api/v1/records", origin);
  }

  open(source: string): PublishSession {
    const url = new URL(this.url);
    url.searchParams.set("source", source);
    const session = new IntakeSession(url, this.token);
    return {
      publish: async (record) => {
        if (this.closed) throw new Error("the publisher is closed");
        this.holding.add(session);
        await session.publish(record);
      },
      flush: async () => {
        this.holding.delete(session);
        return session.flush();
      },
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.holding].map((session) => session.flush()));
  }
}
