/** A command line flag, without its dashes: `--dry-run` is `dry-run`. */
export interface AppFlag {
  type: "boolean" | "string";
  description: string;
  multiple?: boolean;
}
