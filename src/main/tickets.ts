import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Ticket } from '@shared/contract/contract';

/** A photo may be read, an export target may be written; neither stands for the other. */
export type Access = 'read' | 'write';

export interface Grant {
  readonly id: string;
  readonly path: string;
  readonly access: Access;
}

export interface Tickets {
  issue(path: string, access: Access): Ticket;
  /** `undefined` for an id that was never issued, or not for this. */
  pathOf(id: string, access: Access): string | undefined;
  /** Everything issued so far: a new engine process has to be told all of it. */
  all(): Iterable<Grant>;
}

/**
 * The page never sees or names a path. It gets an unguessable id for each file that the person chose; only main
 * and the engine know what it stands for.
 */
export function createTickets(onIssue: (grant: Grant) => void): Tickets {
  const grants = new Map<string, Grant>();
  return {
    issue(path, access) {
      const grant: Grant = { id: randomUUID(), path, access };
      grants.set(grant.id, grant);
      onIssue(grant);
      return { id: grant.id, name: basename(path) };
    },
    pathOf(id, access) {
      const grant = grants.get(id);
      return grant?.access === access ? grant.path : undefined;
    },
    all: () => grants.values(),
  };
}
