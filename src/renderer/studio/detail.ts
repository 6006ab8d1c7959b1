import type { Document } from '@shared/document/document';
import { AppError } from '@shared/errors';
import { emptyRectangle, intersect, isEmpty, union, type Rectangle } from '@shared/pixels/raster';
import type { EngineClient } from './engine-link';
import { canvasOf, putRaster } from './canvases';

/** Above this the preview is barely enlarged, and the pixels would take longer to arrive than they are worth. */
const mostPixels = 12_000_000;

export interface DetailRequest {
  readonly document: Document;
  /** Photo pixels in sight. */
  readonly visible: Rectangle;
}

/**
 * The photo's own pixels for the part in sight, from the engine. One request at a time; while it is under way only
 * the newest wish is kept. An edit fetches just the pixels that it changed, and until they are here the older ones
 * stay: sharp and a moment late beats flickering.
 */
export class Detail {
  #canvas: OffscreenCanvas | undefined;
  #area: Rectangle = emptyRectangle;
  #document: Document | undefined;
  #stale: Rectangle = emptyRectangle;
  #wish: DetailRequest | undefined;
  #running: AbortController | undefined;

  constructor(
    private readonly edited: boolean,
    private readonly engine: (signal: AbortSignal) => Promise<EngineClient>,
    private readonly onChange: () => void,
  ) {}

  /** What there is to draw and where it lies in the photo. */
  get picture(): { readonly canvas: OffscreenCanvas; readonly area: Rectangle } | undefined {
    return this.#canvas && { canvas: this.#canvas, area: this.#area };
  }

  /** `part` of the photo no longer looks like what is kept here. */
  invalidate(part: Rectangle): void {
    this.#stale = union(this.#stale, part);
  }

  forget(): void {
    this.#running?.abort();
    this.#wish = undefined;
    this.#canvas = undefined;
    this.#document = undefined;
    this.#area = emptyRectangle;
    this.#stale = emptyRectangle;
  }

  want(request: DetailRequest): void {
    const { width, height } = request.visible;
    if (width * height > mostPixels || isEmpty(request.visible)) {
      this.forget();
      return;
    }
    this.#wish = request;
    if (!this.#running) void this.#work();
    else if (!contains(this.#area, request.visible)) this.#running.abort();
  }

  async #work(): Promise<void> {
    for (let wish = this.#take(); wish; wish = this.#take()) {
      const controller = new AbortController();
      this.#running = controller;
      try {
        await this.#fetch(wish, controller.signal);
      } catch (error) {
        // The preview stays on show: nothing is lost but sharpness, and the next view asks again.
        if (AppError.from(error).code !== 'cancelled') this.forget();
      }
    }
    this.#running = undefined;
  }

  #take(): DetailRequest | undefined {
    const wish = this.#wish;
    this.#wish = undefined;
    return wish;
  }

  async #fetch({ document, visible }: DetailRequest, signal: AbortSignal): Promise<void> {
    const covered = this.#canvas !== undefined && contains(this.#area, visible);
    const current = !this.edited || document === this.#document;
    if (covered && current) return;
    const part = covered ? intersect(this.#stale, this.#area) : visible;
    this.#stale = emptyRectangle;
    if (isEmpty(part)) {
      this.#document = document;
      return;
    }
    try {
      const engine = await this.engine(signal);
      const pixels = await engine.view(
        { document, rectangle: part, edited: this.edited },
        { signal },
      );
      signal.throwIfAborted();
      const raster = { ...pixels, channels: 4 as const };
      if (covered && this.#canvas) {
        putRaster(this.#canvas, raster, part.left - this.#area.left, part.top - this.#area.top);
      } else {
        this.#canvas = canvasOf(raster);
        this.#area = part;
      }
      this.#document = document;
      this.onChange();
    } catch (error) {
      if (covered) this.invalidate(part);
      throw error;
    }
  }
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  const shared = intersect(outer, inner);
  return shared.width === inner.width && shared.height === inner.height;
}
