/** A file that main let the page have, and for what. */
export interface GrantedPath {
  readonly path: string;
  readonly access: 'read' | 'write';
}

type Waiting = (grant: GrantedPath | undefined) => void;

/**
 * What main has granted. A ticket travels from main over the page to here and may overtake its own grant, which comes
 * from main directly: so an unknown ticket is asked after, and main's answer comes behind every grant it sent before.
 */
export class Grants {
  readonly #granted = new Map<string, GrantedPath>();
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(private readonly ask: (ticket: string) => void) {}

  add(ticket: string, grant: GrantedPath): void {
    this.#granted.set(ticket, grant);
    this.settle(ticket);
  }

  /** Main has sent whatever there is for this ticket. */
  settle(ticket: string): void {
    const waiting = this.#waiting.get(ticket) ?? [];
    this.#waiting.delete(ticket);
    for (const resolve of waiting) resolve(this.#granted.get(ticket));
  }

  /** `undefined`: main never granted it. */
  find(ticket: string): Promise<GrantedPath | undefined> {
    const granted = this.#granted.get(ticket);
    if (granted) return Promise.resolve(granted);
    return new Promise((resolve) => {
      const others = this.#waiting.get(ticket);
      this.#waiting.set(ticket, [...(others ?? []), resolve]);
      if (!others) this.ask(ticket);
    });
  }
}
