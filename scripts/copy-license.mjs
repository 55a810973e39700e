/** npm takes a licence along only from the package's own folder: called before a package is packed. */
import { copyFile } from "node:fs/promises";

await copyFile(new URL("../LICENSE", import.meta.url), "LICENSE");
