import { colorPlane } from '../color-plane';
import { everywhere, type MaskKind } from '../kind';
import type { LikenessMask } from '../mask';

export const likenessKind: MaskKind<LikenessMask> = {
  bounds: () => everywhere,
  compute: ({ from, to }, { source }, reduction, rectangle) => {
    const [da, db] = [to.a - from.a, to.b - from.b];
    const square = Math.max(1e-9, da * da + db * db);
    return colorPlane(source, reduction, rectangle, (_L, a, b) => {
      const share = ((a - from.a) * da + (b - from.b) * db) / square;
      return share < 0 ? 0 : share > 1 ? 1 : share;
    });
  },
};
