// The candidate's own PostgreSQL as the page sees it: waited for, its repairs told, started over.

import { announce, byId, dialog } from "./dom";
import { ApiError, api, messageOf } from "./http";
import { setUpPresence } from "./presence";
import { queueWords } from "./queue";
import type { ResultsPane } from "./results/pane";
import { pause } from "./times";
import type { QueuePlace, Status, WorkbenchData } from "./types";
import { say } from "./words";

const ASK_EVERY = 1_000;

const WAITING: Record<string, [string, string]> = {
  requested: [say("Your database is being prepared"), say("It starts with fresh data.")],
  waking: [say("Your database is waking up"), say("It slept while nobody used it. Its data is as you left it.")],
  suspended: [say("Your database is waking up"), say("It slept while nobody used it. Its data is as you left it.")],
  broken: [say("Your database is being repaired"), say("It went away. Your text is safe, and lost time is added to your clock.")],
  failed: [say("Your database could not be started yet"), say("That is our fault; it is tried again, and lost time is added to your clock.")],
};

/** Whether a request failed only because the server is not there at the moment. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiError && error.reason.startsWith("sandbox_");
}

export interface ServerHooks {
  status: (status: Status) => void;
  /** It is there again, perhaps with other tables. */
  back: () => void;
  /** Where to say that it is waited for. */
  pane: () => ResultsPane;
}

export class Server {
  private state: string | null = "ready";
  private queue: QueuePlace | null = null;
  private following: Promise<void> | null = null;

  constructor(
    private readonly data: WorkbenchData,
    private readonly hooks: ServerHooks,
  ) {
    byId("server-news-close").addEventListener("click", () => this.putAway());
    byId("reset-now").addEventListener("click", () => void this.reset());
    setUpPresence(data.urls.present, data.slug, (status) => {
      this.take(status);
      if (this.state !== "ready") void this.follow();
    });
  }

  /** Wait until the server is there; what was to run then may say so in `then`. */
  follow(then = ""): Promise<void> {
    this.following ??= this.wait(then).finally(() => (this.following = null));
    return this.following;
  }

  /** A run has lost the server: tell of its repair when it is back, and leave what the run gave in sight. */
  async look(): Promise<void> {
    do {
      await pause(ASK_EVERY);
      await this.ask();
    } while (this.state !== "ready");
    this.hooks.back();
  }

  private async ask(): Promise<void> {
    try {
      this.take(await api<Status>("GET", this.data.urls.status));
    } catch {
      // Offline: the next answer tells.
      this.state = null;
    }
  }

  private async wait(then: string): Promise<void> {
    for (let first = true; ; first = false) {
      await this.ask();
      if (this.state === "ready") break;
      this.showState(then, first);
      await pause(ASK_EVERY);
    }
    this.hooks.back();
  }

  private showState(then: string, first: boolean): void {
    const [title, text] = WAITING[this.state ?? ""] ?? [say("Your database is not there yet"), say("Please wait a moment.")];
    this.hooks.pane().waiting(title, [text, queueWords(this.queue), then].filter(Boolean).join(" "), first);
  }

  private take(status: Status): void {
    this.hooks.status(status);
    this.state = status.servers[this.data.slug] ?? null;
    this.queue = status.queue;
    const news = status.news[this.data.slug];
    if (!news || news.at <= (sessionStorage.getItem(this.newsKey) ?? "")) return;
    const box = byId("server-news");
    if (box.dataset["at"] === news.at) return;
    box.dataset["at"] = news.at;
    box.hidden = false;
    byId("server-news-text").textContent = news.text;
    announce(news.text);
  }

  private get newsKey(): string {
    return `assessor:news:${this.data.attempt}:${this.data.slug}`;
  }

  private putAway(): void {
    const box = byId("server-news");
    sessionStorage.setItem(this.newsKey, box.dataset["at"] ?? "");
    box.hidden = true;
  }

  private async reset(): Promise<void> {
    const button = byId<HTMLButtonElement>("reset-now");
    const problem = byId("reset-problem");
    button.disabled = true;
    problem.hidden = true;
    try {
      await api("POST", this.data.urls.reset);
      dialog("reset-dialog").close();
      await this.follow();
      this.hooks.pane().waiting(say("Your database has its start data again"), say("What you changed in it is gone; your text is as it was."), true);
    } catch (error) {
      problem.textContent = messageOf(error);
      problem.hidden = false;
    }
    button.disabled = false;
  }
}
