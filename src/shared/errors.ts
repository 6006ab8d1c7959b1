/** Every way in which a call can fail that a person may have to read about; the renderer words each one. */
export const errorCodes = [
  'cancelled',
  'file-not-found',
  'permission-denied',
  'unsupported-format',
  'broken-image',
  'too-many-pixels',
  'disk-full',
  'write-failed',
  'model-missing',
  'engine-restarted',
  'unknown-photo',
  'donor-unavailable',
  'invalid-look',
  'invalid-project',
  'newer-project',
  'invalid-message',
  'invalid-argument',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface SerializedError {
  readonly code: ErrorCode;
  readonly detail: string;
}

/** The only error that crosses a process boundary. `detail` is technical and is shown small or logged. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly detail = '',
    options?: ErrorOptions,
  ) {
    super(detail ? `${code}: ${detail}` : code, options);
  }

  static from(error: unknown): AppError {
    if (error instanceof AppError) return error;
    if (error instanceof Error && error.name === 'AbortError') return new AppError('cancelled');
    const detail = error instanceof Error ? error.message : String(error);
    return new AppError('internal', detail, { cause: error });
  }

  serialize(): SerializedError {
    return { code: this.code, detail: this.detail };
  }
}

/** Throws `cancelled` once the signal has been aborted: call it between the steps of long work. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled');
}
