import { throwIfCancelled } from '@shared/errors';
import type { Raster, Rectangle } from '@shared/pixels/raster';
import { RenderCache } from '@shared/render/context';
import type { Pass } from '@shared/render/pass';
import { PieceWork } from '@shared/render/together';
import { letMessagesIn } from './cancellation';

export interface PieceCall {
  readonly signal: AbortSignal | undefined;
  /** Told between the steps of the work with the share of it that is done. */
  readonly onProgress: (fraction: number) => void;
}

/** Renders pieces of one picture at full size, each once. */
export interface Crew {
  render(piece: Rectangle, call: PieceCall): Promise<Raster>;
}

/** What cells share, e.g. the skin under a moved brow: about 64 MB. */
const keptNumbers = 16_000_000;

/** For one picture and its passes. */
export function pieceWork(passes: readonly Pass[], source: Raster): PieceWork {
  return new PieceWork(passes, {
    source,
    scale: 1,
    cache: new RenderCache(keptNumbers),
    isOnce: true,
  });
}

/** Everything in the caller's own thread, which gives way to messages between the steps. */
export function crewOfOne(passes: readonly Pass[], source: Raster): Crew {
  const work = pieceWork(passes, source);
  return {
    async render(rectangle, { signal, onProgress }) {
      const piece = work.createPiece(rectangle, (bytes) => new ArrayBuffer(bytes));
      const tasks = work.stagesOf(piece).flat();
      for (const [done, task] of tasks.entries()) {
        onProgress(done / tasks.length);
        await letMessagesIn();
        throwIfCancelled(signal);
        work.do(task, piece);
      }
      return piece.result;
    },
  };
}
