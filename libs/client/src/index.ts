export { resourceId } from "./resource-id.js";
