/** The path that the provider is reached under, with a slash at its end: `/`, or `/binnacle/` behind a proxy. */
export const BASE_PATH = new URL(document.baseURI).pathname;
