const HIDDEN = "***";
const SECRET_NAME =
  /(^|[-_])(auth|key|sig)$|authori[sz]ation|token|api-?key|secret|passw|cookie|signature|credential|session/i;

/** Takes secrets out of text: those it is given, in every form in which they travel. */
export class Redaction {
  private readonly forms: string[];

  constructor(private readonly secrets: readonly string[]) {
    const forms = secrets.filter((secret) => secret.trim() !== "").flatMap(formsOf);
    // The longest first: a secret may be a part of another.
    this.forms = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  }

  /** The same, and further secrets. */
  with(secrets: readonly string[]): Redaction {
    return new Redaction([...this.secrets, ...secrets]);
  }

  of(text: string): string {
    return this.forms.reduce((redacted, form) => redacted.replaceAll(form, HIDDEN), text);
  }

  /** A URL without user, password and the parameters that are secrets by their name. */
  ofUrl(url: URL): string {
    const shown = new URL(url);
    shown.username = "";
    shown.password = "";
    for (const name of new Set(shown.searchParams.keys())) {
      if (SECRET_NAME.test(name)) shown.searchParams.set(name, HIDDEN);
    }
    return this.of(shown.href);
  }
}

/** The secrets in a request's headers, known by the headers' names. */
export function secretsOfHeaders(headers: Headers): string[] {
  return [...headers]
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value]) => [value, ...credentialsOf(value)]);
}

/** The secrets in a URL's parameters, known by the parameters' names. */
export function secretsOfQuery(url: URL): string[] {
  return [...url.searchParams].filter(([name]) => SECRET_NAME.test(name)).map(([, value]) => value);
}

/** `Bearer x` holds the secret `x`, `Basic x` the password within. */
function credentialsOf(value: string): string[] {
  const [, scheme, credentials] = /^(\S+)\s+(\S+)$/.exec(value) ?? [];
  if (scheme === undefined || credentials === undefined) return [];
  if (scheme.toLowerCase() !== "basic") return [credentials];
  const password = Buffer.from(credentials, "base64")
    .toString()
    .replace(/^[^:]*:/, "");
  return [credentials, password];
}

function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
  ];
}
