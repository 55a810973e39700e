export { createTestDatabase, type TestDatabase } from "./test-database.js";
export { createTestMessaging, type TestMessaging } from "./test-messaging.js";
export { useTestStack, type TestStack } from "./test-stack.js";
export { until } from "./until.js";
