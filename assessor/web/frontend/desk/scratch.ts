// Texts to try things out, kept in this browser only. Each has a key of its own, so that two windows on one
// challenge never overwrite each other's.

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
    while (names.includes(`Scratch ${number}`)) number += 1;
    const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const scratch = { id, name: `Scratch ${number}`, text, at: text.length, made: Date.now() };
    this.write(scratch);
    return scratch;
  }

  /** Whether it was kept; storage may be full or forbidden. */
  write(scratch: Scratch): boolean {
    try {
      localStorage.setItem(this.prefix + scratch.id, JSON.stringify(scratch));
      return true;
    } catch {
      return false;
    }
  }

  remove(id: string): void {
    try {
      localStorage.removeItem(this.prefix + id);
    } catch {
      // Nothing was kept, then.
    }
  }

  private read(key: string): Scratch | null {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "null") as Scratch | null;
      return found && typeof found.text === "string" && typeof found.id === "string" ? found : null;
    } catch {
      return null;
    }
  }
}
