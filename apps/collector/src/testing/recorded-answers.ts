import { readFileSync } from "node:fs";
import type { Answering } from "./source-server.js";
import { sendJson } from "./source-server.js";

/** Documents of an API by the path at which it answers them, with the first parameter of the query where that makes the difference. */
export type RecordedAnswers = Record<string, unknown>;

export function readAnswers(file: URL): RecordedAnswers {
  return JSON.parse(readFileSync(file, "utf8")) as RecordedAnswers;
}

/** Answers as recorded, 404 to all else. `headers` may add what an API says beside its documents. */
export function answeringWith(
  answers: RecordedAnswers,
  headers: (path: string) => Record<string, string> = () => ({}),
): Answering {
  return ({ url }, response) => {
    const [path = "", query = ""] = url.split("?");
    const key = `${path}?${query.split("&")[0]}` in answers ? `${path}?${query.split("&")[0]}` : path;
    if (key in answers) sendJson(response, answers[key], { headers: headers(path) });
    else sendJson(response, { message: "Not Found", status: "404" }, { status: 404 });
  };
}
