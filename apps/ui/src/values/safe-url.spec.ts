import { describe, expect, it } from "@jest/globals";
import { isSafeUrl } from "./safe-url.js";

describe("isSafeUrl", () => {
  it.each(["https://example.com/x?y#z", "http://localhost:3000", "mailto:team@example.com"])("takes %j", (url) => {
    expect(isSafeUrl(url)).toBe(true);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "/relative",
    "",
    null,
    7,
  ])("refuses %j", (url) => {
    expect(isSafeUrl(url)).toBe(false);
  });
});
