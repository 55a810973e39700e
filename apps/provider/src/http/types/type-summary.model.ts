import { STORAGE_MODES } from "@binnacle/contract";
import { ApiProperty } from "@nestjs/swagger";
import { Nullable, TIME } from "../openapi/schemas.js";

export class ResourceTypeModel {
  @ApiProperty({ examples: ["ServiceInstance"] })
  type!: string;

  @ApiProperty({ type: "integer", description: "Of Resources that are present.", examples: [1204] })
  count!: number;

  @Nullable({ ...TIME, description: "The newest time at which one was seen." })
  lastSeenOn!: string | null;
}

export class ReadingTypeModel {
  @ApiProperty({ examples: ["HealthCheck"] })
  type!: string;

  @ApiProperty({ type: "string", enum: STORAGE_MODES })
  storageMode!: string;

  @ApiProperty({ type: "integer", description: "Of Readings of present Resources.", examples: [1187] })
  count!: number;

  @ApiProperty({ ...TIME, description: "The newest time at which one was collected." })
  lastCollectedOn!: string;
}

export class TypesModel {
  @ApiProperty({ type: [ResourceTypeModel] })
  resourceTypes!: ResourceTypeModel[];

  @ApiProperty({ type: [ReadingTypeModel] })
  readingTypes!: ReadingTypeModel[];
}
