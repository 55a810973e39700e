import { ApiProperty } from "@nestjs/swagger";
import { TIME } from "../openapi/schemas.js";

export class SourceSummaryModel {
  @ApiProperty({
    description: "As messages name it; `anonymous` for those that do not.",
    examples: ["orders-team/k8s"],
  })
  name!: string;

  @ApiProperty({ ...TIME, description: "When the queue received the newest of its messages." })
  lastSeenOn!: string;

  @ApiProperty({
    type: "integer",
    description: "How many records of it came, rejected ones and repeats among them, ever since.",
    examples: [48210],
  })
  records!: number;

  @ApiProperty({
    type: "integer",
    description: "Of those, how many were rejected: ever since, also where the rejection has been settled or deleted.",
    examples: [3],
  })
  rejections!: number;

  @ApiProperty({
    // Any JSON: whoever publishes it may publish anything.
    anyOf: [{}],
    description: "The value of the newest `CollectorRun` reading on the Collector of that name; `null` without any.",
    examples: [
      {
        startedOn: "2026-03-01T09:29:58.000000Z",
        endedOn: "2026-03-01T09:30:00.000000Z",
        outcome: "ok",
        records: 412,
      },
      null,
    ],
  } as object)
  lastRun!: unknown;
}
