import { resourceId } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import { identify } from "./identify.js";

describe(identify.name, () => {
  it("gives each Resource its own id, remembered or forgotten", () => {
    const addresses = Array.from({ length: 50_000 }, (_, index) => ({
      type: index % 2 ? "A" : "B",
      name: `${index >> 1}`,
    }));
    for (const round of [addresses, addresses.toReversed(), addresses.slice(0, 100)]) {
      const wrong = round.filter((address) => {
        const { id, type, name } = identify(address);
        return id !== resourceId(address.type, address.name) || type !== address.type || name !== address.name;
      });
      expect(wrong).toEqual([]);
    }
    expect(identify(addresses[0]!)).toBe(identify({ ...addresses[0]! }));
  });
});
