import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** A small file of remembered choices. */
export interface JsonFile<T> {
  /** `undefined` when there is none, or none that makes sense: a broken file never stops the program. */
  read(): T | undefined;
  /** Whole or not at all: a crash half-way leaves the old file. */
  write(value: T): void;
}

/** Synchronous on purpose: some hundred bytes, in order, and written even when the program is closing. */
export function jsonFile<T>(path: string, schema: z.ZodType<T>): JsonFile<T> {
  return {
    read() {
      const text = readIfPresent(path);
      if (text === undefined) return undefined;
      const parsed = schema.safeParse(parseJson(text));
      return parsed.success ? parsed.data : undefined;
    },
    write(value) {
      mkdirSync(dirname(path), { recursive: true });
      const temporary = `${path}.${process.pid}.tmp`;
      try {
        writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
        renameSync(temporary, path);
      } finally {
        rmSync(temporary, { force: true });
      }
    },
  };
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Absent on the first start; unreadable is as good as absent.
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema then refuses it like any other nonsense.
  }
}
