import type { AppError, ErrorCode } from '@shared/errors';

export type Notice =
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly detail: string;
      readonly retry: (() => void) | undefined;
    }
  | { readonly kind: 'engine-restarted' }
  | { readonly kind: 'no-faces' };

export type NoticeEntry = Notice & { readonly id: number };

/** What a person is told. Stays until it is dismissed or no longer true: nothing disappears while being read. */
export class Notices {
  entries = $state.raw<readonly NoticeEntry[]>([]);
  #nextId = 1;

  add(notice: Notice): void {
    const others = this.entries.filter((entry) => !isSame(entry, notice));
    this.entries = [...others, { ...notice, id: this.#nextId++ }];
  }

  fail(error: AppError, retry?: () => void): void {
    if (error.code === 'cancelled') return;
    this.add({ kind: 'error', code: error.code, detail: error.detail, retry });
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
