import { ApiProperty } from "@nestjs/swagger";
import { Nullable, TIME } from "../openapi/schemas.js";

export class AuditEntryModel {
  @ApiProperty({ format: "uuid" })
  id!: string;

  @ApiProperty(TIME)
  occurredOn!: string;

  @ApiProperty({
    description: "On whose behalf: the name of the token, the subject of a JWT, or `local` without authentication.",
    examples: ["ada"],
  })
  principal!: string;

  @ApiProperty({ description: "What was done to what kind of thing.", examples: ["rejection.delete"] })
  action!: string;

  @ApiProperty({ description: "On which: an id or a name.", examples: ["2f0c36a9-6f2e-5c9c-9f1e-3d6d6f0d8a10"] })
  target!: string;

  @ApiProperty({
    description:
      "What came of it. What cannot be taken back is `requested` before it is done; `failed` follows if it was not.",
    examples: ["done", "requested", "failed"],
  })
  outcome!: string;

  @Nullable({ type: "string", description: "Such as why it failed.", examples: ["the topic does not answer"] })
  detail!: string | null;
}
