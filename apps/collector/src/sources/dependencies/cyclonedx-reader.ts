import { type DocumentFields, isObject, textOf } from "../../documents/document-fields.js";
import { cycloneDxPackages } from "./cyclonedx-components.js";
import { parseJsonText } from "./lockfile-text.js";
import { type Lockfile, LockfileError, type LockfileReader } from "./lockfile.js";
import { childText, each, type Elements, parseXmlText } from "./xml-document.js";

const REWRITE = "write it anew with the tool that it is from, such as `mvn cyclonedx:makeAggregateBom`";

/** SBOMs in CycloneDX's format (https://cyclonedx.org/specification/overview/), as JSON or as XML. */
export const cycloneDxReader: LockfileReader = {
  fileNames: ["bom.json", "bom.xml"],
  // Where a directory has a lock file of another family they add to each other; of Maven's the SBOM tells more than the project file.
  family: "maven",
  otherNames: /\.(cdx|bom|sbom)\.(json|xml)$|^sbom\.(json|xml)$/,

  read(text: string): Lockfile {
    const document = /^\uFEFF?\s*</.test(text) ? readXml(text) : parseJsonText(text, { rewrite: REWRITE });
    if (!isObject(document) || document["bomFormat"] !== "CycloneDX") {
      throw new LockfileError(`it is JSON, but no SBOM in the format of CycloneDX: ${REWRITE}`);
    }
    const version = textOf(document["specVersion"]);
    return { ...(version === undefined ? {} : { lockfileVersion: version }), ...cycloneDxPackages(document) };
  },
};

/** The same document as it would be in JSON, as far as it is read. */
function readXml(text: string): DocumentFields {
  const bom = parseXmlText(text, "bom", { rewrite: REWRITE });
  const namespace = bom.attr("xmlns") ?? "";
  if (!namespace.startsWith("http://cyclonedx.org/schema/bom/")) {
    throw new LockfileError(`it is XML, but no SBOM in the format of CycloneDX: ${REWRITE}`);
  }
  return {
    bomFormat: "CycloneDX",
    specVersion: namespace.slice(namespace.lastIndexOf("/") + 1),
    metadata: { component: { "bom-ref": bom.children("metadata").children("component").attr("bom-ref") } },
    components: componentsIn(bom),
    dependencies: each(bom.children("dependencies").children("dependency")).map((element) => ({
      ref: element.attr("ref"),
      dependsOn: each(element.children("dependency")).map((need) => need.attr("ref")),
    })),
  };
}

function componentsIn(element: Elements): DocumentFields[] {
  return each(element.children("components").children("component")).map((component) => ({
    "bom-ref": component.attr("bom-ref"),
    purl: childText(component, "purl"),
    version: childText(component, "version"),
    scope: childText(component, "scope"),
    licenses: each(component.children("licenses").children()).map((choice) =>
      choice.is("expression")
        ? { expression: choice.text().trim() }
        : { license: { id: childText(choice, "id"), name: childText(choice, "name") } },
    ),
    hashes: each(component.children("hashes").children("hash")).map((hash) => ({
      alg: hash.attr("alg"),
      content: hash.text().trim(),
    })),
    properties: each(component.children("properties").children("property")).map((property) => ({
      name: property.attr("name"),
      value: property.text().trim(),
    })),
    components: componentsIn(component),
  }));
}
