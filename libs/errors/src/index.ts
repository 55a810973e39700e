export { BinnacleError, ConfigurationError, ContractError, NotFoundError, TransientError } from "./binnacle-error.js";
