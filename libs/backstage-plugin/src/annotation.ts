/** The annotation of an entity that names its service in Binnacle. */
export const SERVICE_ANNOTATION = "binnacle.io/service";

/** What is looked at of an entity. */
export interface AnnotatedEntity {
  metadata: { annotations?: Record<string, string> };
}

/** The service that an entity stands for; `undefined` for one that names none. */
export function serviceOf({ metadata }: AnnotatedEntity): string | undefined {
  const name = metadata.annotations?.[SERVICE_ANNOTATION]?.trim();
  return name ? name : undefined;
}

/** Whether an entity stands for a service, so that its cards are shown. */
export function hasService(entity: AnnotatedEntity): boolean {
  return serviceOf(entity) !== undefined;
}
