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
    for (let y = 0; y < rectangle.height; y++) {
      const dy = (rectangle.top + y + 0.5) * photoPixels - mask.center.y;
      for (let x = 0; x < rectangle.width; x++) {
        const dx = (rectangle.left + x + 0.5) * photoPixels - mask.center.x;
        const u = (dx * cosine + dy * sine) / along;
        const v = (dy * cosine - dx * sine) / across;
        const square = u * u + v * v;
        if (square >= reach * reach) continue;
        const value = (Math.exp(-0.5 * square) - atReach) / (1 - atReach);
        result.data[y * rectangle.width + x] = value;
      }
    }
    return result;
  },
};
