// A review saves itself while it is written; submitting is a form like any other.

import { announce, byId } from "./dom";
import { api, messageOf } from "./http";
import { say } from "./words";

const QUIET = 800;

export function setUpReview(form: HTMLFormElement): void {
  const url = form.dataset["saveUrl"];
  if (!url) return;
  const line = byId("save-state");
  let timer = 0;
  const show = (state: string, text: string) => {
    line.dataset["state"] = state;
    line.textContent = text;
  };
  const save = async () => {
    clearTimeout(timer);
    const sent = Object.fromEntries([...new FormData(form)].filter(([name]) => /^(level|comment)-/.test(name)));
    try {
      await api("PUT", url, sent, true);
      show("saved", say("Saved"));
    } catch (error) {
      show("offline", messageOf(error));
      announce(messageOf(error));
    }
  };
  form.addEventListener("input", () => {
    show("saving", say("Saving…"));
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), QUIET);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}
