import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createEngineCore } from '../../src/main/engine/core';
import { photoPath, realFaceNames, storeRealFace } from '../fixtures/real-face';

const modelsDirectory = resolve(import.meta.dirname, '../../resources/models');

/** `npm run face-fixtures`: analyses the portraits of test/fixtures/real-face.ts anew and stores the answers. */
export async function main(): Promise<void> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'maquette-fixtures-'));
  const engine = createEngineCore({ modelsDirectory, stateDirectory });
  try {
    for (const name of realFaceNames) {
      const { faces } = await engine.analyse(await engine.open(photoPath(name)));
      const [face, ...others] = faces;
      if (!face || others.length > 0) throw new Error(`${name}: ${faces.length} faces`);
      await storeRealFace(name, face);
      process.stdout.write(`${name}: ${Math.round(face.faceWidthPixels)} px wide\n`);
    }
  } finally {
    await engine.close();
    await rm(stateDirectory, { recursive: true, force: true });
  }
}
