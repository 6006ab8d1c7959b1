import { z } from 'zod';

/**
 * What main tells the engine process outside the contract. Paths travel only here: the renderer names a photo or
 * an export target by the ticket that main granted.
 */
export const engineMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    /** Folder that holds `face-parsing/` and, when packaged, `human/`. */
    modelsDirectory: z.string(),
    /** Writable folder for what the engine remembers between runs. */
    stateDirectory: z.string(),
  }),
  z.object({
    kind: z.literal('grant'),
    id: z.string(),
    path: z.string(),
    /** `open` takes only what may be read, `export` only what may be written: a photo is no export target. */
    access: z.enum(['read', 'write']),
  }),
  /** To `asked`: every grant of this ticket that there is has been sent before. */
  z.object({ kind: z.literal('answered'), id: z.string() }),
  /** Comes with one MessagePort, on which the engine then answers; a new one replaces the old. */
  z.object({ kind: z.literal('connect') }),
]);
export type EngineMessage = z.infer<typeof engineMessageSchema>;

/** What the engine process tells main: the page named a ticket whose grant has not come yet. */
export const engineReportSchema = z.object({ kind: z.literal('asked'), id: z.string() });
export type EngineReport = z.infer<typeof engineReportSchema>;
