// Requests to our own server: JSON both ways, with the CSRF token, errors as one class.

import { say } from "./words";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    readonly body: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** Nothing came back: offline, or the server is away. */
export class Unreachable extends Error {
  constructor() {
    super(say("The server cannot be reached right now."));
  }
}

const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
/** Our server's word for "ask again": what was asked needs a PostgreSQL that is not there yet. */
const NOT_YET = 202;
const LONGEST_WAIT = 60_000;

export async function api<T>(method: string, url: string, body?: unknown, keepalive = false): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      keepalive,
      credentials: "same-origin",
      signal: AbortSignal.timeout(LONGEST_WAIT),
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
  const answer = await readJson(response);
  if (!response.ok || response.status === NOT_YET) throw asError(response.status, answer);
  return answer as T;
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function asError(status: number, body: Record<string, unknown>): Error {
  const error = body["error"] as { reason?: string; message?: string } | undefined;
  // A proxy's page instead of our JSON: our server is away.
  if (!error) return new Unreachable();
  return new ApiError(status, error.reason ?? "unknown", error.message ?? say("Something went wrong."), body);
}

/** So many random bytes as hexadecimal digits; without a secure context, unlike crypto.randomUUID. */
export function randomId(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : say("Something went wrong.");
}
