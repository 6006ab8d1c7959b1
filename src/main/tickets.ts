import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Ticket } from '@shared/contract/contract';

/** A photo may be read, an export target may be written; neither stands for the other. The engine does both. */
export type EngineAccess = 'read' | 'write';

/** Projects, and what was kept of unsaved ones, only main reads and writes. */
export type Access = EngineAccess | 'project' | 'recovery';

export interface Grant {
  readonly id: string;
  readonly path: string;
  readonly access: EngineAccess;
}

export interface Tickets {
  issue(path: string, access: Access): Ticket;
  /** `undefined` for an id that was never issued, or not for this. */
  pathOf(id: string, access: Access): string | undefined;
  /** Everything that the engine may touch: a new process has to be told all of it. */
  all(): Iterable<Grant>;
}

/**
 * The page never sees or names a path. It gets an unguessable id for each file that the person chose; only main
 * and the engine know what it stands for.
 */
export function createTickets(onIssue: (grant: Grant) => void): Tickets {
  const issued = new Map<string, { readonly path: string; readonly access: Access }>();
  const grants = new Map<string, Grant>();
  return {
    issue(path, access) {
      const id = randomUUID();
      issued.set(id, { path, access });
      if (access === 'read' || access === 'write') {
        const grant: Grant = { id, path, access };
        grants.set(id, grant);
        onIssue(grant);
      }
      return { id, name: basename(path) };
    },
    pathOf(id, access) {
      const ticket = issued.get(id);
      return ticket?.access === access ? ticket.path : undefined;
    },
    all: () => grants.values(),
  };
}
