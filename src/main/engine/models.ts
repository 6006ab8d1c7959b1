import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { faceClasses } from '@shared/analysis/classes';
import { AppError } from '@shared/errors';

const position = z.tuple([z.number(), z.number()]);
const triple = z.tuple([z.number(), z.number(), z.number()]);

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  file: z.string(),
  sha256: z.string(),
  input: z.object({
    name: z.string(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    /** Of red, green and blue, 0-1. */
    mean: triple,
    standardDeviation: triple,
  }),
  output: z.object({ name: z.string(), stride: z.number().int(), classes: z.array(z.string()) }),
  /** Where the person's own left eye, right eye and mouth lie, in fractions of the input. */
  alignment: z.object({ leftEye: position, rightEye: position, mouth: position }),
});
export type ParsingManifest = z.infer<typeof manifestSchema>;

export interface ParsingModel {
  readonly manifest: ParsingManifest;
  readonly bytes: Uint8Array;
}

/** Reads and checks the face-parsing network. Throws `model-missing` for anything that is not as described. */
export async function loadParsingModel(modelsDirectory: string): Promise<ParsingModel> {
  const folder = join(modelsDirectory, 'face-parsing');
  try {
    const manifest = manifestSchema.parse(
      JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')),
    );
    if (manifest.output.classes.join() !== faceClasses.join()) throw new Error('other classes');
    if (manifest.input.width !== manifest.input.height) throw new Error('the input is no square');
    const bytes = await readFile(join(folder, manifest.file));
    if (createHash('sha256').update(bytes).digest('hex') !== manifest.sha256) {
      throw new Error(`${manifest.file} is not the file that its manifest describes`);
    }
    return { manifest, bytes };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('model-missing', `face-parsing: ${detail}`, { cause: error });
  }
}
