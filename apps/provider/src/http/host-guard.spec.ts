import { describe, expect, it } from "@jest/globals";
import { isLoopback, MisdirectedRequestError, requireLoopbackHost } from "./host-guard.js";

describe(requireLoopbackHost.name, () => {
  it.each(["localhost", "LocalHost:3000", "127.0.0.1", "127.0.0.1:80", "127.8.9.10:3000", "[::1]", "[::1]:3000"])(
    "answers %s",
    (host) => {
      expect(() => requireLoopbackHost(host)).not.toThrow();
    },
  );

  it.each([
    undefined,
    "",
    "evil.example",
    "localhost.evil.example:3000",
    "127.0.0.1.evil.example",
    "evil.example:127.0.0.1",
    "10.0.0.1:3000",
    "0.0.0.0:3000",
    "[::2]:3000",
    "localhost:3000:evil",
    "user@localhost",
  ])("refuses %s", (host) => {
    expect(() => requireLoopbackHost(host)).toThrow(MisdirectedRequestError);
  });

  it("takes an address to listen on with or without brackets", () => {
    expect(["::1", "[::1]", "127.0.0.1", "localhost"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "192.168.0.1"].some(isLoopback)).toBe(false);
  });
});
