import { edit } from '@shared/edits/brows/edit';
import type { Raster } from '@shared/pixels/raster';
import { RenderCache } from '@shared/render/context';
import { RenderMemory } from '@shared/render/memory';
import { changedBounds, render } from '@shared/render/render';
import { pixelsOf, sharpOf } from '../fixtures/pictures';
import type { Portrait } from './portraits';
import { percentile } from './table';

const previewFaceWidthPixels = 800;
const steps = 40;

/** What a slider costs on a face of the usual width in a 2048 px preview, and what its first touch does. */
export async function measureSpeed(portraits: readonly Portrait[]): Promise<void> {
  const widest = [...portraits].sort((a, b) => b.face.faceWidthPixels - a.face.faceWidthPixels)[0];
  if (!widest) return;
  const scale = previewFaceWidthPixels / widest.face.faceWidthPixels;
  const source = await enlarged(widest.source, scale);
  for (const name of ['arch', 'thickness', 'definition', 'strength'] as const) {
    const context = { source, scale, cache: new RenderCache() };
    const memory = new RenderMemory();
    const times: number[] = [];
    const base = { arch: 0.3, strength: 0.4, definition: 0.3 };
    for (let step = 0; step < steps; step++) {
      const passes = edit.plan({ ...base, [name]: 0.2 + (0.6 * step) / steps }, widest);
      const start = performance.now();
      render(passes, context, changedBounds(passes, context), { memory });
      times.push(performance.now() - start);
    }
    const [first = 0, ...rest] = times;
    process.stdout.write(
      `Slider ${name}: first touch ${first.toFixed(0)} ms, then median ${percentile(rest, 0.5).toFixed(1)}, ` +
        `p95 ${percentile(rest, 0.95).toFixed(1)} ms\n`,
    );
  }
}

function enlarged(picture: Raster, scale: number): Promise<Raster> {
  const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
  return pixelsOf(sharpOf(picture).resize(width, height, { kernel: 'cubic' }));
}
