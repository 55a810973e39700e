import { InMemoryWebStorage, UserManager, WebStorageStateStore, type User } from "oidc-client-ts";
import { BASE_PATH } from "../base-path.js";
import { LOGIN_PATH, type OidcOffer } from "./login-offer.js";
import { session } from "./session.js";

/** So long before its end a token is renewed. */
const RENEW_BEFORE_S = 60;

interface Journey {
  /** Path and query of the page that was asked for. */
  returnTo: string;
}

/** Leaves for the issuer, to come back to the page that is open. */
export async function leaveForIssuer(offer: OidcOffer): Promise<void> {
  const state: Journey = { returnTo: location.pathname + location.search + location.hash };
  await managerFor(offer).signinRedirect({ state });
}

/** Exchanges the code that the issuer sent the reader back with, begins the session, and tells where to go on. */
export async function returnFromIssuer(offer: OidcOffer): Promise<string> {
  const manager = managerFor(offer);
  const user = await manager.signinCallback();
  if (!user) throw new Error("The issuer sent no answer");
  keep(manager, user);
  const returnTo = (user.state as Partial<Journey> | undefined)?.returnTo;
  return returnTo?.startsWith(BASE_PATH) && !returnTo.startsWith(LOGIN_PATH) ? returnTo : BASE_PATH;
}

/**
 * Tokens are in memory only. What must outlive the way to the issuer and back (state, nonce, PKCE verifier: worth nothing once
 * used) is in the session storage of this tab until then.
 */
function managerFor({ issuer, clientId, scope, audience }: OidcOffer): UserManager {
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: new URL(LOGIN_PATH, location.origin).href,
    response_type: "code",
    scope,
    extraQueryParams: { audience },
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    // Without a refresh token it would open a frame, which the page's policy forbids.
    automaticSilentRenew: false,
    accessTokenExpiringNotificationTimeInSeconds: RENEW_BEFORE_S,
  });
}

/** Begins the session, renews its token as long as the issuer lets it, and ends it with the last one. */
function keep(manager: UserManager, { access_token: token }: User): void {
  session.begin(token);
  const renew = async (): Promise<void> => {
    const user = await manager.getUser();
    if (!user?.refresh_token) return;
    // Where that fails the token is good until it expires.
    const renewed = await manager.signinSilent().catch(() => null);
    if (renewed) session.renew(renewed.access_token);
  };
  manager.events.addAccessTokenExpiring(() => void renew());
  manager.events.addAccessTokenExpired(() => session.end("Your login has expired."));
}
