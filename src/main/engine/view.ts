import type { Pixels } from '@shared/contract/contract';
import { AppError, throwIfCancelled } from '@shared/errors';
import { intersect, maximumSample, type Raster, type Rectangle } from '@shared/pixels/raster';
import type { RenderCache } from '@shared/render/context';
import type { Pass } from '@shared/render/pass';
import { render } from '@shared/render/render';

/** A part of the full-size photo with the passes applied, for a canvas. */
export function viewPhoto(
  source: Raster,
  passes: readonly Pass[],
  rectangle: Rectangle,
  cache: RenderCache,
  signal?: AbortSignal,
): Pixels {
  const inside = intersect(rectangle, {
    left: 0,
    top: 0,
    width: source.width,
    height: source.height,
  });
  if (inside.width !== rectangle.width || inside.height !== rectangle.height) {
    throw new AppError('invalid-argument', 'the rectangle leaves the photo');
  }
  const onProgress = (): void => throwIfCancelled(signal);
  return toPixels(render(passes, { source, scale: 1, cache }, rectangle, { onProgress }));
}

export function toPixels({ width, height, channels, data }: Raster): Pixels {
  const result = new Uint8Array(width * height * 4);
  const factor = 255 / maximumSample(data);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    for (let channel = 0; channel < 3; channel++) {
      result[pixel * 4 + channel] = Math.round(data[from + channel]! * factor);
    }
    result[pixel * 4 + 3] = channels === 4 ? Math.round(data[from + 3]! * factor) : 255;
  }
  return { width, height, data: result };
}
