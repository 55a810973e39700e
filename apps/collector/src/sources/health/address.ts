/** Of `host:port`, with brackets around an IPv6 address. */
export function readAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(":");
  return { host: address.slice(0, colon).replaceAll(/^\[|\]$/g, ""), port: Number(address.slice(colon + 1)) };
}
