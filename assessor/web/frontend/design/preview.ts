// How the text will look to those who read it. The server makes it and cleans it; here it is only shown.

import { byId } from "../dom";
import { api } from "../http";
import { say } from "../words";

const QUIET = 700;

export class Preview {
  private readonly place = byId("preview");
  private timer = 0;
  private asked = 0;

  constructor(private readonly url: string) {}

  later(text: string): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.show(text), QUIET);
  }

  show(text: string): void {
    this.asked += 1;
    void this.ask(text, this.asked);
  }

  private async ask(text: string, number: number): Promise<void> {
    const note = byId("preview-note");
    try {
      const { html } = text.trim() ? await api<{ html: string }>("POST", this.url, { text }) : { html: "" };
      if (number !== this.asked) return;
      this.place.innerHTML = html;
      note.textContent = html ? "" : say("What you write appears here as its readers see it.");
    } catch {
      if (number === this.asked) note.textContent = say("The preview cannot be made right now. Your text is safe.");
    }
  }
}
