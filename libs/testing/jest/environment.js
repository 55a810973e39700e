import { TestEnvironment } from "jest-environment-node";

// A worker would otherwise carry on with its test, for as long as that takes, after its run was interrupted or killed.
// (A listener for the end of the channel would keep the worker from ending by itself.) The process that holds the global
// set-up, all of a run in one process, too, has its own way to end.
if (!globalThis.binnacleTestStack) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(1), 500).unref();
}

export default TestEnvironment;
