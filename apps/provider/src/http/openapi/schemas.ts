import { ApiProperty } from "@nestjs/swagger";

/** A time in answers: always UTC, always six fraction digits. */
export const TIME = {
  type: "string",
  format: "date-time",
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$`,
  examples: ["2026-03-01T09:30:00.125000Z"],
} as const;

/** A property that is always there and may be `null`. */
export function Nullable(schema: {
  type: string;
  format?: string;
  description: string;
  examples?: readonly (string | null)[];
}) {
  return ApiProperty({ ...(schema as object), nullable: true });
}
