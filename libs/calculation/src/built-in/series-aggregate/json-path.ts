const MAX_STEPS = 64;

/**
 * Reads a simple path, `$.a.b[0]["any key"]`, as the keys and positions that it goes through; `undefined` if it is none. Nothing in
 * it is a pattern.
 */
export function parseJsonPath(text: string): string[] | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: string[] = [];
  let at = 1;
  while (at < text.length) {
    const step = text[at] === "." ? readKey(text, at + 1) : text[at] === "[" ? readSubscript(text, at + 1) : undefined;
    if (step === undefined || steps.length === MAX_STEPS) return undefined;
    steps.push(step.key);
    at = step.end;
  }
  return steps;
}

interface Step {
  key: string;
  end: number;
}

function readKey(text: string, start: number): Step | undefined {
  let end = start;
  while (end < text.length && text[end] !== "." && text[end] !== "[") end++;
  const key = text.slice(start, end);
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? { key, end } : undefined;
}

function readSubscript(text: string, start: number): Step | undefined {
  if (text[start] === '"') return readQuotedKey(text, start);
  const close = text.indexOf("]", start);
  const position = text.slice(start, close === -1 ? start : close);
  return /^(?:0|[1-9]\d{0,8})$/.test(position) ? { key: position, end: close + 1 } : undefined;
}

function readQuotedKey(text: string, start: number): Step | undefined {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  if (text[end + 1] !== "]") return undefined;
  try {
    return { key: JSON.parse(text.slice(start, end + 1)) as string, end: end + 2 };
  } catch {
    return undefined;
  }
}
