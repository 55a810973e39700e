import { BASE_PATH } from "../base-path.js";
import { messageOf } from "../states/advice.js";
import { LOGIN_PATH, readLoginOffer } from "./login-offer.js";
import { session } from "./session.js";

/** Where an issuer has just sent the reader back, finishes the login and goes on to the page that was asked for. Otherwise nothing. */
export async function finishLogin(): Promise<void> {
  if (location.pathname !== LOGIN_PATH) return;
  let next = BASE_PATH;
  try {
    const offer = await readLoginOffer();
    if (offer.kind === "oidc" && new URLSearchParams(location.search).has("state")) {
      const { returnFromIssuer } = await import("./oidc-login.js");
      next = await returnFromIssuer(offer);
    }
  } catch (error) {
    session.end(`Logging in did not work: ${messageOf(error)}`);
  }
  history.replaceState(null, "", next);
}
