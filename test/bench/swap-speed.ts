import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crop, type Raster } from '../../src/shared/pixels/raster';
import { stitchParts, type StitchPart } from '../../src/shared/stitching/features';
import type { StitchSide } from '../../src/shared/stitching/side';
import { requestsFor } from '../../src/shared/stitching/options';
import { stitch } from '../../src/shared/stitching/stitch';
import type { Portrait } from './portraits';
import { enlarged } from './swap-degradations';
import { median, printHead, printRow } from './table';

/** Of a head and shoulders in a photo of 12 megapixels. */
const largeFaceWidthPixels = 1000;
const runs = 5;

/**
 * One feature at a time between two faces as wide as in a 12-megapixel portrait, after analysis, beside OpenCV's
 * `seamlessClone` of the same region where `python3` has OpenCV (`pip install opencv-python-headless`).
 */
export async function measureSwapSpeed(portraits: readonly Portrait[]): Promise<void> {
  const [target, donor] = portraits.slice(0, 2).map(large);
  if (!target || !donor) return;
  process.stdout.write(`A feature on faces ${largeFaceWidthPixels} px wide (bar: 400 ms)\n\n`);
  printHead(['feature', 'window px', 'stitched ms, median', 'least', 'seamlessClone ms, median']);
  for (const part of stitchParts) {
    const times: number[] = [];
    let window = { left: 0, top: 0, width: 0, height: 0 };
    for (let index = 0; index < runs; index++) {
      const start = performance.now();
      const { patches } = stitch(target, donor, requestsFor([part]));
      times.push(performance.now() - start);
      window = patches[0]?.rectangle ?? window;
    }
    printRow([
      part,
      `${window.width} x ${window.height}`,
      median(times).toFixed(0),
      Math.min(...times).toFixed(0),
      await seamlessClone(part, target, window),
    ]);
  }
  process.stdout.write('\n');
}

function large({ source, face }: Portrait): StitchSide {
  return enlarged({ source, face, scale: 1 }, largeFaceWidthPixels / face.faceWidthPixels);
}

const script = `
import sys, time, statistics, numpy, cv2
cv2.setNumThreads(2)
path, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
picture = numpy.fromfile(path, numpy.uint8).reshape(height, width, 3)
mask = numpy.zeros((height, width), numpy.uint8)
cv2.ellipse(mask, (width // 2, height // 2), (int(width * 0.42), int(height * 0.42)), 0, 0, 360, 255, -1)
times = []
for _ in range(${runs}):
    start = time.perf_counter()
    cv2.seamlessClone(picture[:, ::-1].copy(), picture, mask, (width // 2, height // 2), cv2.NORMAL_CLONE)
    times.append(1000 * (time.perf_counter() - start))
print(f"{statistics.median(times):.0f}")
`;

async function seamlessClone(
  part: StitchPart,
  target: StitchSide,
  window: { left: number; top: number; width: number; height: number },
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `maquette-${part}-`));
  try {
    const path = join(folder, 'region');
    const { data }: Raster = crop(target.source, window);
    await writeFile(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    const size = [window.width, window.height].map(String);
    const { status, stdout } = spawnSync('python3', ['-c', script, path, ...size], {
      encoding: 'utf8',
    });
    return status === 0 ? stdout.trim() : 'not measured: python3 has no OpenCV';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
