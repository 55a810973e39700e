import "reflect-metadata";
import { IsText } from "./is-text.js";

/** A process that a source asks, and what it is called in the catalog. */
export class InstanceTarget {
  @IsText()
  service!: string;

  @IsText()
  environment!: string;

  /** What tells this instance from the others of its deployment, and stays when it is restarted. */
  @IsText()
  instance!: string;
}
