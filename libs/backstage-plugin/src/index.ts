export { hasService, SERVICE_ANNOTATION, serviceOf, type AnnotatedEntity } from "./annotation.js";
export {
  ProxiedBinnacleApi,
  type BinnacleApi,
  type BinnacleApiOptions,
  type Service,
  type Vulnerabilities,
} from "./binnacle-api.js";
export { binnacleApiRef } from "./binnacle-api-ref.js";
export { binnaclePlugin, binnaclePlugin as default } from "./plugin.js";
