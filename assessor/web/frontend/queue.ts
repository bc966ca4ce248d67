// Where somebody stands who waits for servers.

import type { QueuePlace } from "./types";

export function queueWords(place: QueuePlace | null): string {
  if (!place) return "";
  const where = place.position > 1 ? `You are number ${place.position} in the queue` : "It is your turn";
  return `${where}; about ${place.seconds} s.`;
}
