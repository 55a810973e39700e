import { ApiProperty } from "@nestjs/swagger";

export class NamingTemplateModel {
  @ApiProperty({ examples: ["ServiceDeployment"] })
  type!: string;

  @ApiProperty({ description: "The name, with `{placeholders}`.", examples: ["{service}/{environment}"] })
  template!: string;

  @ApiProperty({ examples: ["orders/production"] })
  example!: string;

  @ApiProperty({
    required: false,
    description: "The type of its parent; without it, it has none.",
    examples: ["Service"],
  })
  parentType?: string;

  @ApiProperty({
    required: false,
    description: "The name of its parent, from the same placeholders.",
    examples: ["{service}"],
  })
  parentTemplate?: string;

  @ApiProperty({ examples: ["A service as it is deployed to one environment."] })
  description!: string;
}

export class NamingModel {
  @ApiProperty({ type: [NamingTemplateModel] })
  items!: NamingTemplateModel[];
}
