import { createPlane } from '../../../pixels/raster';
import type { MaskKind } from '../kind';
import type { SpotMask } from '../mask';

/** Where the Gaussian ends, in standard deviations; what it is there is taken off, so that it ends without a step. */
const reach = 3.2;
const atReach = Math.exp(-0.5 * reach * reach);

export const spotKind: MaskKind<SpotMask> = {
  bounds: ({ face, center, alongFaceWidths, acrossFaceWidths, angleDegrees }, { scale }, least) => {
    const faceWidth = face.faceWidthPixels * scale;
    const ends = Math.sqrt(-2 * Math.log(least * (1 - atReach) + atReach)) * faceWidth;
    const angle = (angleDegrees * Math.PI) / 180;
    const [along, across] = [ends * alongFaceWidths, ends * acrossFaceWidths];
    const halfWidth = Math.hypot(along * Math.cos(angle), across * Math.sin(angle));
    const halfHeight = Math.hypot(along * Math.sin(angle), across * Math.cos(angle));
    const left = Math.floor(center.x * scale - halfWidth) - 1;
    const top = Math.floor(center.y * scale - halfHeight) - 1;
    return {
      left,
      top,
      width: Math.ceil(center.x * scale + halfWidth) + 1 - left,
      height: Math.ceil(center.y * scale + halfHeight) + 1 - top,
    };
  },
  isLocal: () => true,
  compute: (mask, { scale }, reduction, rectangle) => {
    const result = createPlane(rectangle.width, rectangle.height);
    const angle = (mask.angleDegrees * Math.PI) / 180;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const along = mask.alongFaceWidths * mask.face.faceWidthPixels;
    const across = mask.acrossFaceWidths * mask.face.faceWidthPixels;
    const photoPixels = reduction / scale;
    const [du, dv] = [(cosine * photoPixels) / along, (-sine * photoPixels) / across];
    for (let y = 0; y < rectangle.height; y++) {
      const dx = (rectangle.left + 0.5) * photoPixels - mask.center.x;
      const dy = (rectangle.top + y + 0.5) * photoPixels - mask.center.y;
      const u = (dx * cosine + dy * sine) / along;
      const v = (dy * cosine - dx * sine) / across;
      const row = result.data.subarray(y * rectangle.width, (y + 1) * rectangle.width);
      fillRow(row, { square: du * du + dv * dv, linear: u * du + v * dv, first: u * u + v * v });
    }
    return result;
  },
};

/** Squared distance from the centre, in standard deviations, at pixel x of a row: square x² + 2 linear x + first. */
interface Distances {
  readonly square: number;
  readonly linear: number;
  readonly first: number;
}

/** Each value of a Gaussian is the one before it times a ratio, and so is the ratio: two products instead of a power. */
function fillRow(row: Float32Array, { square, linear, first }: Distances): void {
  const nearest = -linear / square;
  const half = nearest * nearest - (first - reach * reach) / square;
  if (half <= 0) return;
  const from = Math.max(0, Math.ceil(nearest - Math.sqrt(half)));
  const to = Math.min(row.length - 1, Math.floor(nearest + Math.sqrt(half)));
  let value = Math.exp(-0.5 * ((square * from + 2 * linear) * from + first));
  let ratio = Math.exp(-0.5 * (square * (2 * from + 1) + 2 * linear));
  const change = Math.exp(-square);
  for (let x = from; x <= to; x++) {
    row[x] = Math.max(0, (value - atReach) / (1 - atReach));
    value *= ratio;
    ratio *= change;
  }
}
