import { startEmulator } from "@binnacle/embedded";

/** The emulator in a process of its own, so that what publishes does not wait for what makes the requests. */
const { endpoint } = await startEmulator();
process.send!({ url: endpoint });
