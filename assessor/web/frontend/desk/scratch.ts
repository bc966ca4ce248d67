// Texts to try things out, kept in this browser only. Each has a key of its own, so that two windows on one
// challenge never overwrite each other's.

import { randomId } from "../http";
import { forget, keep, readKept } from "../storage";
import { say } from "../words";

export interface Scratch {
  id: string;
  name: string;
  text: string;
  at: number;
  /** When it was made, to keep the order. */
  made: number;
}

/** With the answer six tabs, as many as a server keeps sessions. */
export const MOST_SCRATCHES = 5;

export class Scratches {
  private readonly prefix: string;

  constructor(attempt: string, slug: string) {
    this.prefix = `assessor:scratch:${attempt}:${slug}:`;
  }

  all(): Scratch[] {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
      const found = keys.map((key) => this.read(key)).filter((each) => each !== null);
      return found.sort((a, b) => a.made - b.made).slice(0, MOST_SCRATCHES);
    } catch {
      return [];
    }
  }

  /** A new one, with a name that none of the others has. */
  create(names: readonly string[], text = ""): Scratch {
    let number = 1;
    const nameOf = (at: number) => say("Scratch %(number)s", { number: at });
    while (names.includes(nameOf(number))) number += 1;
    const scratch = { id: randomId(8), name: nameOf(number), text, at: text.length, made: Date.now() };
    this.write(scratch);
    return scratch;
  }

  /** Whether it was kept; storage may be full or forbidden. */
  write(scratch: Scratch): boolean {
    return keep(this.prefix + scratch.id, scratch);
  }

  remove(id: string): void {
    forget(this.prefix + id);
  }

  private read(key: string): Scratch | null {
    const found = readKept(key) as Scratch | null;
    return found && typeof found.text === "string" && typeof found.id === "string" ? found : null;
  }
}
