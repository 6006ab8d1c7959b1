import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Face } from '@shared/analysis/face';
import { createDocument } from '@shared/document/document';
import type { EditDefinition } from '@shared/edits/define';
import { planDocument } from '@shared/edits/plan';
import { findDefinition } from '@shared/edits/registry';
import { see, type Seen } from '@shared/edits/seen';
import { wholeOf, type Raster } from '@shared/pixels/raster';
import { render } from '@shared/render/render';
import { createEngineCore, type EngineCore } from '../../src/main/engine/core';
import { analysisOf } from '../fixtures/analysis';
import { wornLooks, type WornParams } from './looks-truth';
import type { Portrait } from './portraits';

/** A face in known make-up, or in none, as the engine sees it. */
export interface Trial<Result> {
  readonly model: Portrait;
  readonly worn: WornParams;
  readonly result: Result;
}

export interface Trials<Result> {
  readonly found: readonly Trial<Result>[];
  /** Pictures in which the engine did not find the face again. */
  readonly lost: number;
}

/**
 * Known make-up is rendered onto faces, and what `read` answers to the pictures, analysed anew by the engine, is
 * kept: `looksPerFace` of them a face, and the bare one. `first` numbers the make-up, so that other faces wear other.
 */
export async function tryLooks<Result>(
  faces: readonly Portrait[],
  { looksPerFace, first }: { readonly looksPerFace: number; readonly first: number },
  read: (seen: Seen) => Result | Promise<Result>,
): Promise<Trials<Result>> {
  const folder = await mkdtemp(join(tmpdir(), 'maquette-looks-'));
  const modelsDirectory = join(import.meta.dirname, '../../resources/models');
  const engine = createEngineCore({ modelsDirectory, stateDirectory: folder });
  try {
    const found: Trial<Result>[] = [];
    let lost = 0;
    for (const [index, model] of faces.entries()) {
      for (const worn of [{}, ...wornLooks(first + index, looksPerFace)]) {
        const seen = await again(wearing(model, worn), model.face, engine, folder);
        if (seen) found.push({ model, worn, result: await read(seen) });
        else lost++;
      }
    }
    return { found, lost };
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function wearing({ source, face }: Portrait, worn: WornParams): Raster {
  const document = {
    ...createDocument(''),
    edits: Object.entries(worn).map(([id, params]) => {
      return { key: id, id, version: definitionOf(id).version, enabled: true, face: 0, params };
    }),
  };
  const passes = planDocument(document, analysisOf(source, [face]));
  return render(passes, { source, scale: 1 }, wholeOf(source));
}

export function definitionOf(id: string): EditDefinition {
  const definition = findDefinition(id);
  if (!definition) throw new RangeError(`there is no edit ${id}`);
  return definition;
}

/** As the engine sees a picture that it has never seen: nothing that was known of the face is used. */
async function again(
  { width, height, channels, data }: Raster,
  known: Face,
  engine: EngineCore,
  folder: string,
): Promise<Seen | undefined> {
  const path = join(folder, 'picture.png');
  const bytes = data instanceof Uint16Array ? Uint8Array.from(data, (value) => value / 257) : data;
  const raw = { width, height, channels };
  await sharp(bytes, { raw }).removeAlpha().png({ compressionLevel: 1 }).toFile(path);
  const photo = await engine.open(path);
  const face = (await engine.analyse(photo)).faces.find((one) => isSame(one, known));
  return face && see(face, { source: photo.working, scale: 1 });
}

/** No other face of the picture, and not the same one upside down: both irises lie where they lay. */
function isSame(face: Face, { landmarks, faceWidthPixels }: Face): boolean {
  const most = 0.3 * faceWidthPixels;
  return [468, 473].every(
    (iris) =>
      Math.hypot(
        face.landmarks[2 * iris]! - landmarks[2 * iris]!,
        face.landmarks[2 * iris + 1]! - landmarks[2 * iris + 1]!,
      ) < most,
  );
}
