import type { RecoveryTicket } from '@shared/contract/contract';
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
  /** A photo of a project is not what it was when the project was saved. */
  | { readonly kind: 'photo-changed'; readonly name: string }
  /** Faces of a project that are not found any more. */
  | { readonly kind: 'faces-missing'; readonly count: number }
  /** Edits of a project that this program does not know, by id: they are kept. */
  | { readonly kind: 'project-incomplete'; readonly edits: readonly string[] }
  /** What an earlier run could not save. */
  | { readonly kind: 'recovery'; readonly recovery: RecoveryTicket }
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
  'disk-full',
  'write-failed',
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

  /** All but offers: they have nothing to do with what is open. */
  clear(): void {
    this.entries = this.entries.filter(({ kind }) => kind === 'recovery');
  }

  /** Takes back the offer to restore something. */
  settleRecovery(id: string): void {
    this.entries = this.entries.filter(
      (entry) => entry.kind !== 'recovery' || entry.recovery.id !== id,
    );
  }
}

function isSame(a: Notice, b: Notice): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'recovery' && b.kind === 'recovery') return a.recovery.id === b.recovery.id;
  if (a.kind === 'photo-changed' && b.kind === 'photo-changed') return a.name === b.name;
  return a.kind !== 'error' || b.kind !== 'error' || a.code === b.code;
}
