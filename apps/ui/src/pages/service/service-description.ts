export interface Description {
  lifecycle: string | undefined;
  links: { title: string; url: string }[];
}

/** Reads what is shown of a ServiceDescription, whose value may be anything. */
export function descriptionOf(value: unknown): Description {
  if (!isObject(value)) return { lifecycle: undefined, links: [] };
  const links = Array.isArray(value["links"]) ? value["links"] : [];
  return {
    lifecycle: typeof value["lifecycle"] === "string" ? value["lifecycle"] : undefined,
    links: links
      .filter(isObject)
      .flatMap(({ title, url }) =>
        typeof url === "string" ? [{ url, title: typeof title === "string" && title !== "" ? title : url }] : [],
      ),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
