import type { LockedPackage, Lockfile, LockfileReader } from "./lockfile.js";
import { mavenPackage } from "./maven-package.js";
import { mergePackages } from "./merge-packages.js";
import { childText, each, elementName, type Elements, parseXmlText } from "./xml-document.js";

const REWRITE = "it has to be a whole Maven project file";

/** So deep does nobody refer from property to property. */
const MAX_REFERENCES = 10;

type Properties = ReadonlyMap<string, string>;

/**
 * `pom.xml`, as far as one file tells: what it names itself, in versions that it states, or that its own properties or `dependencyManagement` do. What
 * these bring along, and what a parent or an imported BOM says, stands in other files: `mvn dependency:tree` or an SBOM know.
 */
export const mavenPomReader: LockfileReader = {
  fileNames: ["pom.xml"],
  family: "maven",
  otherNames: /\.pom$/,

  read(text: string): Lockfile {
    const project = parseXmlText(text, "project", { rewrite: REWRITE });
    const properties = propertiesOf(project);
    const managed = new Map(
      each(project.children("dependencyManagement").children("dependencies").children("dependency")).map((element) => [
        nameOf(element, properties),
        element,
      ]),
    );
    const packages: LockedPackage[] = [];
    const unversioned: string[] = [];
    for (const element of each(project.children("dependencies").children("dependency"))) {
      const name = nameOf(element, properties);
      const found = lockedPackage(element, managed.get(name), properties);
      if (found === undefined) unversioned.push(name);
      else packages.push(found);
    }
    return { packages: mergePackages(packages), unversioned };
  },
};

function lockedPackage(
  element: Elements,
  managed: Elements | undefined,
  properties: Properties,
): LockedPackage | undefined {
  const valueOf = (field: string): string | undefined =>
    resolved(childText(element, field) ?? (managed && childText(managed, field)), properties);
  const [groupId, artifactId, version] = [valueOf("groupId"), valueOf("artifactId"), valueOf("version")];
  if (groupId === undefined || artifactId === undefined || version === undefined || !isVersion(version))
    return undefined;
  return mavenPackage({
    groupId,
    artifactId,
    version,
    scope: valueOf("scope") ?? "compile",
    isOptional: valueOf("optional") === "true",
    isDirect: true,
  });
}

/** Ranges, and the newest whichever that be, fix nothing. */
function isVersion(version: string): boolean {
  return !/[[(),]/.test(version) && version !== "LATEST" && version !== "RELEASE";
}

function propertiesOf(project: Elements): Map<string, string> {
  const properties = new Map<string, string>();
  const parent = project.children("parent");
  for (const field of ["groupId", "artifactId", "version"]) {
    const inherited = childText(parent, field);
    const own = childText(project, field) ?? inherited;
    if (own !== undefined) for (const prefix of ["project.", "pom.", ""]) properties.set(prefix + field, own);
    if (inherited !== undefined) properties.set(`project.parent.${field}`, inherited);
  }
  for (const element of each(project.children("properties").children())) {
    properties.set(elementName(element), element.text().trim());
  }
  return properties;
}

/** The value with its properties filled in; `undefined` if one is not of this file. */
function resolved(value: string | undefined, properties: Properties): string | undefined {
  let text = value;
  for (let depth = 0; depth < MAX_REFERENCES && text?.includes("${"); depth++) {
    // Grows by what one file holds at most ten times over: a text that doubles itself is no version.
    if (text.length > 1_000) return undefined;
    text = text.replace(/\$\{([^{}]*)\}/g, (whole, name: string) => properties.get(name.trim()) ?? whole);
  }
  return text === undefined || text.includes("${") ? undefined : text;
}

/** For people, and to find what is managed: as stated where it cannot be resolved. */
function nameOf(element: Elements, properties: Properties): string {
  const parts = ["groupId", "artifactId"].map((field) => childText(element, field));
  return parts.map((part) => resolved(part, properties) ?? part ?? "").join(":");
}
