import type { AppError, ErrorCode } from '@shared/errors';
import type { Look } from '@shared/looks/look';

export type Notice =
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly detail: string;
      /** The file that it is about. */
      readonly subject: string | undefined;
      readonly retry: (() => void) | undefined;
    }
  | { readonly kind: 'engine-restarted' }
  | { readonly kind: 'no-faces' }
  /** Edits of a look that this program does not know, by id. */
  | {
      readonly kind: 'look-incomplete';
      readonly name: Look['name'];
      readonly edits: readonly string[];
    };

export type NoticeEntry = Notice & { readonly id: number };

export interface Circumstances {
  readonly subject?: string | undefined;
  readonly retry?: (() => void) | undefined;
}

/** What may go well the next time, without a change to the file. */
const mayPass: ReadonlySet<ErrorCode> = new Set([
  'file-not-found',
  'permission-denied',
  'engine-restarted',
  'unknown-photo',
  'internal',
]);

/** What a person is told. Stays until it is dismissed or no longer true: nothing disappears while being read. */
export class Notices {
  entries = $state.raw<readonly NoticeEntry[]>([]);
  #nextId = 1;

  add(notice: Notice): void {
    const others = this.entries.filter((entry) => !isSame(entry, notice));
    this.entries = [...others, { ...notice, id: this.#nextId++ }];
  }

  fail({ code, detail }: AppError, { subject, retry }: Circumstances = {}): void {
    if (code === 'cancelled') return;
    const offered = mayPass.has(code) ? retry : undefined;
    this.add({ kind: 'error', code, detail, subject, retry: offered });
  }

  dismiss(id: number): void {
    this.entries = this.entries.filter((entry) => entry.id !== id);
  }

  clear(): void {
    this.entries = [];
  }
}

function isSame(a: Notice, b: Notice): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== 'error' || b.kind !== 'error' || a.code === b.code;
}
