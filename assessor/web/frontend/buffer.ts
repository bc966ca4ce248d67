// What is typed and not saved yet, kept in this browser until the server has it.

import { forget, keep, readKept } from "./storage";

export interface Buffered {
  text: string;
  revision: number;
}

export class Buffer {
  private readonly key: string;

  constructor(attempt: string, slug: string) {
    this.key = `assessor:draft:${attempt}:${slug}`;
  }

  read(): Buffered | null {
    const found = readKept(this.key) as Buffered | null;
    return found && typeof found.text === "string" && typeof found.revision === "number" ? found : null;
  }

  write(buffered: Buffered): void {
    // If that is not possible, the server's copy is the one that counts anyway.
    keep(this.key, buffered);
  }

  clear(): void {
    forget(this.key);
  }
}
