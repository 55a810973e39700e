import { v5 } from "uuid";

/** The namespace under which Resources' ids are made of their addresses. */
const RESOURCE_NAMESPACE = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";

/** The id of the Resource with a type and a name, whether it exists or not. In browsers and in Node.js alike. */
export function resourceId(type: string, name: string): string {
  return v5(`${type}\n${name.normalize("NFC")}`, RESOURCE_NAMESPACE);
}
