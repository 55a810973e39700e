import { compare, valid } from "@renovatebot/pep440";
import { versionScheme } from "../version-scheme.js";

/** Versions of Python packages: PEP 440, now https://packaging.python.org/en/latest/specifications/version-specifiers/. */
export const PYPI = versionScheme("pypi", (text) => valid(text) ?? undefined, compare);
