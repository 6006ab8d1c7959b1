import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const rememberedSchema = z.object({
  /** The provider that was found to be the fastest. */
  provider: z.string().optional(),
  /** Of one run of the network, by provider. */
  milliseconds: z.record(z.string(), z.number()).optional(),
  /** Providers whose trial began; still there after a start means that it ended the process. */
  trying: z.array(z.string()).optional(),
});
export type Remembered = z.infer<typeof rememberedSchema>;

const fileSchema = z.object({ key: z.string(), remembered: rememberedSchema });

export interface ProviderMemory {
  read(): Promise<Remembered>;
  write(remembered: Remembered): Promise<void>;
}

/**
 * Kept in `providers.json`. `key` names all that the choice depends on: what was remembered under another key is
 * forgotten. A file that cannot be read or written only costs a new measurement.
 */
export function createProviderMemory(stateDirectory: string, key: string): ProviderMemory {
  const path = join(stateDirectory, 'providers.json');
  return {
    async read() {
      try {
        const file = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
        return file.key === key ? file.remembered : {};
      } catch {
        return {};
      }
    },
    async write(remembered) {
      try {
        await mkdir(stateDirectory, { recursive: true });
        const temporary = `${path}.${process.pid}.tmp`;
        await writeFile(temporary, JSON.stringify({ key, remembered }, null, 2) + '\n');
        await rename(temporary, path);
      } catch {
        // Measured again next time.
      }
    },
  };
}
