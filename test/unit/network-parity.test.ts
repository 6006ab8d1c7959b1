import { resolve } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { loadParsingNetwork } from '../../src/main/engine/inference';
import { parseFace } from '../../src/main/engine/parse';
import { softmaxOnGrid, type ClassPlanes } from '../../src/main/engine/probabilities';
import { photoPath } from '../fixtures/real-face';
import { temporaryFolder } from '../fixtures/pictures';

const modelsDirectory = resolve(__dirname, '../../resources/models');
/** By training/label.py, from the network as PyTorch computes it. */
const labelsPath = resolve(__dirname, '../fixtures/parity/labels.png');
/** Frames the face nearly as the network wants it, at the photo's own pixels. */
const square = { left: 195, top: 146, width: 512, height: 512 };

it('labels a face as the Python evaluation does', async () => {
  const folder = await temporaryFolder();
  try {
    const network = await loadParsingNetwork({ modelsDirectory, stateDirectory: folder.path });
    const photo = await sharp(photoPath('marie')).extract(square).removeAlpha().raw().toBuffer();
    const logits = await parseFace(
      Float32Array.from(photo, (value) => value / 255),
      network,
    );
    const found = likeliest(softmaxOnGrid(logits, square.width));
    const labels = await sharp(labelsPath).extractChannel(0).raw().toBuffer();
    expect(labels.length).toBe(found.length);
    const same = labels.filter((id, at) => id === found[at]).length;
    expect(same / labels.length).toBeGreaterThan(0.999);
    expect(new Set(labels).size).toBeGreaterThan(10);
  } finally {
    await folder.remove();
  }
});

function likeliest({ side, data }: ClassPlanes): Uint8Array {
  const pixels = side * side;
  const best = new Uint8Array(pixels);
  for (let id = 1; id * pixels < data.length; id++) {
    for (let at = 0; at < pixels; at++) {
      if (data[id * pixels + at]! > data[best[at]! * pixels + at]!) best[at] = id;
    }
  }
  return best;
}
