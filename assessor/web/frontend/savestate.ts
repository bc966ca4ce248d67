// What the line beside the answer says of saving.

import type { SaveState } from "./autosave";
import { announce, byId } from "./dom";
import { clockTime, zoneTitle } from "./times";
import { say } from "./words";

export function showSaveState(state: SaveState): void {
  const line = byId("save-state");
  const words = {
    saved: () => (state.kind === "saved" && state.at ? say("Saved %(time)s", { time: clockTime(state.at) }) : say("Saved")),
    saving: () => say("Saving…"),
    offline: () => say("Offline, kept in this browser"),
    conflict: () => say("Conflict: choose a version"),
    refused: () => (state.kind === "refused" ? say("Not saved: %(why)s", { why: state.message }) : ""),
  };
  if (["offline", "conflict", "refused"].includes(state.kind) && line.dataset["state"] !== state.kind) {
    announce(words[state.kind]());
  }
  line.dataset["state"] = state.kind === "refused" ? "offline" : state.kind;
  line.textContent = words[state.kind]();
  line.title = state.kind === "saved" && state.at ? zoneTitle(state.at) : "";
}
