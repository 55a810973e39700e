import { TestEnvironment } from "jest-environment-node";

// A worker would otherwise carry on with its test, for as long as that takes, after its run was interrupted or killed.
// The process that holds the global set-up (all of a run in one process, too) has its own way to end.
if (!globalThis.binnacleTestStack) process.once("disconnect", () => process.exit(1));

export default TestEnvironment;
