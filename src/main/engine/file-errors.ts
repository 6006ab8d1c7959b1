import { AppError, type ErrorCode } from '@shared/errors';

const codeBySystemError: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
};

/** Translates a failure of the file system; sharp repeats the system's words without its code. */
export function fileError(error: unknown, otherwise: ErrorCode): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const systemCode = error instanceof Error && 'code' in error ? String(error.code) : '';
  const code = codeBySystemError[systemCode] ?? codeFromWords(detail) ?? otherwise;
  return new AppError(code, detail, { cause: error });
}

function codeFromWords(detail: string): ErrorCode | undefined {
  if (/no space left|disk quota/iu.test(detail)) return 'disk-full';
  if (/permission denied|read-only file system/iu.test(detail)) return 'permission-denied';
  return undefined;
}
