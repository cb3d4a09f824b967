// Speaks with the service. A request that got no answer, or "not now", may be sent again: it has one effect.
import { CLIENT } from "./words.js";

const BASE = `/api/v1/clients/${CLIENT}`;
const PATIENCE = 15000;
const NOT_NOW = new Set([429, 502, 503, 504]);

export class Away extends Error {}
export class SignedOut extends Error {}
export class Refusal extends Error {
  constructor(status, problem) {
    const places = (problem.errors ?? []).map(each => `${each.place}: ${each.reason}`).join("; ");
    super(places || problem.detail || problem.title || "The service refused it.");
    Object.assign(this, { status, problem });
  }
}

export async function send({ method, path, body, version }, key) {
  const headers = { Accept: "application/json", "Idempotency-Key": key };
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await ask(BASE + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  return whole(response.json());
}

export async function read(path, tag) {
  const headers = { Accept: "application/json" };
  if (tag) headers["If-None-Match"] = tag;
  const response = await ask(BASE + path, { headers });
  if (response.status === 304) return { same: true };
  return { tag: response.headers.get("ETag"), value: await whole(response.json()) };
}

export async function fragment(path, form) {
  const response = await ask(path, { method: form ? "POST" : "GET", body: form, headers: { Accept: "text/x-fragment, */*" } });
  if (response.redirected) throw new SignedOut();
  const parsed = new DOMParser().parseFromString(await whole(response.text()), "text/html");
  return [...parsed.body.childNodes];
}

// An answer that breaks off is none: the service went away while it spoke.
async function whole(content) {
  try {
    return await content;
  } catch {
    throw new Away();
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Away();
  }
  if (response.ok || response.status === 304) return response;
  if (response.status === 401) throw new SignedOut();
  if (NOT_NOW.has(response.status)) throw new Away();
  throw new Refusal(response.status, await response.json().catch(() => ({})));
}

// What could not be shown for want of a connection is shown with the next change, or the next news.
export function quietly(error) {
  if (!(error instanceof Away) && !(error instanceof SignedOut)) throw error;
}
