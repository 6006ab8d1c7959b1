import { z } from 'zod';

type Loose = Readonly<Record<string, unknown>>;

/** From the document's format n to n + 1, the first from 1. Only ever appended to. */
const migrations: readonly ((document: Loose) => Loose)[] = [
  // 2: features of other photos.
  (document) => ({ ...document, transplants: [] }),
];

const versioned = z.looseObject({ schema: z.number().int().positive() });

/** Brings a document of an older format to today's; what is no document at all stays as it is. */
export function migrated(value: unknown): unknown {
  const parsed = versioned.safeParse(value);
  if (!parsed.success) return value;
  const { schema } = parsed.data;
  return migrations
    .slice(schema - 1)
    .reduce<Loose>(
      (document, migrate, index) => ({ ...migrate(document), schema: schema + index + 1 }),
      parsed.data,
    );
}
