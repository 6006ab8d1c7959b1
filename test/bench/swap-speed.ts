import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inSharedMemory } from '../../src/main/engine/shared-memory';
import { StitchCrew } from '../../src/main/engine/stitch-crew';
import { teamOfCores } from '../../src/main/engine/thread-team';
import { crop, emptyRectangle, type Raster, type Rectangle } from '../../src/shared/pixels/raster';
import { stitchParts, type StitchPart } from '../../src/shared/stitching/features';
import type { StitchSide } from '../../src/shared/stitching/side';
import { requestsFor } from '../../src/shared/stitching/options';
import { stitching } from '../../src/shared/stitching/stitch';
import { pixelsOf, sharpOf } from '../fixtures/pictures';
import type { Portrait } from './portraits';
import { openCvAdvice, pythonWithOpenCv } from './opencv';
import type { Built } from './quality';
import type { Checks } from './swap-checks';
import { movedFace } from './swap-degradations';
import { median, printHead, printRow } from './table';

/** Of a head and shoulders in a photo of 12 megapixels. */
const largeFaceWidthPixels = 1000;
/** The same in the preview. */
const previewFaceWidthPixels = 500;
const runs = 5;

/**
 * One feature at a time between two faces as wide as in a 12-megapixel portrait, after analysis, on all cores and on
 * one, beside OpenCV's `seamlessClone` of the same region, which is installed for it where Python is there. The first
 * run of each is told apart: code is compiled while it runs for the first times. The very first one is the face's.
 */
export async function measureSwapSpeed(
  portraits: readonly Portrait[],
  checks: Checks,
  built: Built | undefined,
  isRehearsed = false,
): Promise<void> {
  const pair = (widthPixels: number): Promise<StitchSide[]> =>
    Promise.all(portraits.slice(0, 2).map((portrait) => enlarged(portrait, widthPixels)));
  const [target, donor] = await pair(largeFaceWidthPixels);
  if (!target || !donor) return;
  const python = pythonWithOpenCv();
  const team = teamOfCores(built?.renderScript);
  team?.start();
  const crews = [new StitchCrew(team), new StitchCrew()] as const;
  const [small, other] = await pair(previewFaceWidthPixels);
  if (isRehearsed && small && other)
    await crews[0].run(stitching(small, other, requestsFor(stitchParts)), undefined);
  process.stdout.write(
    `A feature on faces ${largeFaceWidthPixels} px wide, ms (bar: 400), ${team?.count ?? 1} threads${isRehearsed ? ', rehearsed' : ''}\n\n`,
  );
  printHead([
    ...['feature', 'window px', 'the first', `median of ${runs} more`, 'least', 'most'],
    ...['one thread, median', 'seamlessClone, median'],
  ]);
  for (const part of stitchParts) {
    const timesOf = (crew: StitchCrew): Promise<Timed> => timed(part, target, donor, crew);
    const { first, times, window } = await timesOf(crews[0]);
    const alone = await timesOf(crews[1]);
    checks.atMost(`${part} on a face ${largeFaceWidthPixels} px wide, ms`, median(times), 400, 0);
    printRow([
      part,
      `${window.width} x ${window.height}`,
      ...[first, median(times), Math.min(...times), Math.max(...times), median(alone.times)].map(
        (milliseconds) => milliseconds.toFixed(0),
      ),
      await seamlessClone(python, part, target, window),
    ]);
  }
  await team?.close();
  process.stdout.write('\n');
}

interface Timed {
  readonly first: number;
  readonly times: readonly number[];
  readonly window: Rectangle;
}

async function timed(
  part: StitchPart,
  target: StitchSide,
  donor: StitchSide,
  crew: StitchCrew,
): Promise<Timed> {
  const times: number[] = [];
  let window = emptyRectangle;
  for (let index = 0; index <= runs; index++) {
    const start = performance.now();
    const work = stitching(fresh(target), fresh(donor), requestsFor([part]));
    const { patches } = await crew.run(work, undefined);
    times.push(performance.now() - start);
    window = patches[0]?.rectangle ?? window;
  }
  const [first = 0, ...others] = times;
  return { first, times: others, window };
}

async function enlarged({ source, face }: Portrait, widthPixels: number): Promise<StitchSide> {
  const factor = widthPixels / face.faceWidthPixels;
  const width = Math.round(source.width * factor);
  const height = Math.round(source.height * factor);
  const picture = await pixelsOf(sharpOf(source).resize(width, height, { fit: 'fill' }));
  return {
    // As photos are opened.
    source: inSharedMemory(picture),
    face: movedFace(face, { a: factor, b: 0, tx: 0, ty: 0 }),
    scale: 1,
  };
}

/** Nothing is known of the picture from the run before. */
function fresh(side: StitchSide): StitchSide {
  return { ...side, source: { ...side.source } };
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
  python: string | undefined,
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
    if (!python) return openCvAdvice;
    const { status, stdout } = spawnSync(python, ['-c', script, path, ...size], {
      encoding: 'utf8',
    });
    return status === 0 ? stdout.trim() : openCvAdvice;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
