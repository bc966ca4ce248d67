// Where somebody stands who waits for servers.

import type { QueuePlace } from "./types";
import { say } from "./words";

export function queueWords(place: QueuePlace | null): string {
  if (!place) return "";
  const { position, seconds } = place;
  if (position > 1) return say("You are number %(position)s in the queue; about %(seconds)s s.", { position, seconds });
  return say("It is your turn; about %(seconds)s s.", { seconds });
}
