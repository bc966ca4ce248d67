// What is typed and not saved yet, kept in this browser until the server has it.

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
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "null") as Buffered | null;
      return found && typeof found.text === "string" && typeof found.revision === "number" ? found : null;
    } catch {
      return null;
    }
  }

  write(buffered: Buffered): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(buffered));
    } catch {
      // Storage is full or forbidden: the server's copy is the one that counts anyway.
    }
  }

  clear(): void {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // See write().
    }
  }
}
