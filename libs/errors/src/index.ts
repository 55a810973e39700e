export {
  BinnacleError,
  ConfigurationError,
  ContractError,
  NotFoundError,
  QueryTimeoutError,
  TransientError,
} from "./binnacle-error.js";
