/**
 * Sets headers.
 * @throws TypeError if one cannot be sent; unlike the platform's it does not quote the value, which may be a secret
 */
export function setHeaders(headers: Headers, values: Record<string, string>): Headers {
  for (const [name, value] of Object.entries(values)) {
    try {
      headers.set(name, value);
    } catch {
      throw new TypeError(
        `the header ${JSON.stringify(name)} cannot be sent: a character of its name or value is not allowed`,
      );
    }
  }
  return headers;
}
