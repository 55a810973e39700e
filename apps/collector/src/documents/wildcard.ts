/** A text in which `*` stands for any characters, as an expression that a whole text is compared with. */
export function wildcard(pattern: string, flags = ""): RegExp {
  const text = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*");
  return new RegExp(`^${text}$`, `s${flags}`);
}
