import type { Analysis } from '@shared/analysis/face';
import type { Progress } from '@shared/contract/contract';
import type { HandlerContext } from '@shared/contract/rpc';
import { throwIfCancelled } from '@shared/errors';
import type { Raster } from '@shared/pixels/raster';
import { canvasOf } from './canvases';
import type { GuestOverview } from './contract';
import type { EngineLink } from './engine-link';
import { overviewOf, thumbnailOf } from './overview';

const thumbnailSidePixels = 160;
const pictureQuality = 0.92;

/** A photo beside the open one, at screen size. */
export interface Guest {
  readonly source: Raster;
  /** Source pixels per pixel of the full-size photo. */
  readonly scale: number;
  readonly analysis: Analysis;
}

/** Photos that something is taken from: a feature, a look. They outlive the engine and the open photo. */
export class Guests {
  readonly #guests = new Map<string, Guest>();

  constructor(private readonly engine: EngineLink) {}

  find(photo: string): Guest | undefined {
    return this.#guests.get(photo);
  }

  async open(photo: string, { signal, report }: HandlerContext<Progress>): Promise<GuestOverview> {
    const engine = await this.engine.client(signal);
    const { information, preview, analysis } = await engine.openGuest(
      { photo },
      { signal, onProgress: report },
    );
    throwIfCancelled(signal);
    const source: Raster = { ...preview, channels: 4 };
    const scale = source.width / information.width;
    const canvas = canvasOf(source);
    const picture = { canvas, scale };
    const { width, height, provider, milliseconds } = analysis;
    const whole = { left: 0, top: 0, width, height };
    const overview: GuestOverview = {
      information,
      provider,
      milliseconds,
      faces: await Promise.all(analysis.faces.map((face) => overviewOf(face, analysis, picture))),
      picture: await canvas.convertToBlob({ type: 'image/jpeg', quality: pictureQuality }),
      thumbnail: await thumbnailOf(picture, analysis.faces[0]?.box ?? whole, thumbnailSidePixels),
    };
    throwIfCancelled(signal);
    this.#guests.set(photo, { source, scale, analysis });
    return overview;
  }

  close(photo: string): void {
    this.#guests.delete(photo);
    const closing = this.engine.client().then((engine) => engine.close({ photo }));
    // Nobody waits for it, and an engine that died has freed everything.
    closing.catch(() => undefined);
  }
}
