export { TeamServices } from "./team-services.js";
