import { clamp } from '../numbers';
import type { View } from '../studio/contract';
import type { Point, Size } from '@shared/pixels/raster';

const mostZoom = 16;
const stepFactor = 1.25;
/** A small photo is enlarged to fit, but not into a blur. */
const mostFitZoom = 2;
/** Room between the fitted photo and the stage's edge, in CSS pixels. */
const marginPixels = 28;
const emptySize: Size = { width: 0, height: 0 };

/**
 * Where the photo lies on the stage. Lengths are CSS pixels of the stage; `zoom` is device pixels per photo pixel,
 * so that 1 means the photo's own pixels on any display.
 */
export class Viewport {
  stage = $state.raw<Size>(emptySize);
  photo = $state.raw<Size>(emptySize);
  pixelRatio = $state(1);
  /** While true the photo follows the stage's size. */
  fitted = $state(true);
  #zoom = $state(1);
  /** The photo's point in the middle of the stage. */
  #center = $state.raw<Point>({ x: 0, y: 0 });

  readonly fitZoom = $derived.by(() => {
    const { stage, photo } = this;
    if (photo.width === 0 || stage.width === 0) return 1;
    const width = Math.max(1, stage.width - 2 * marginPixels) / photo.width;
    const height = Math.max(1, stage.height - 2 * marginPixels) / photo.height;
    return Math.min(mostFitZoom * this.pixelRatio, Math.min(width, height) * this.pixelRatio);
  });

  readonly zoom = $derived(this.fitted ? this.fitZoom : this.#zoom);
  /** CSS pixels per photo pixel. */
  readonly scale = $derived(this.zoom / this.pixelRatio);
  readonly #middle = $derived(
    this.fitted ? { x: this.photo.width / 2, y: this.photo.height / 2 } : this.#center,
  );
  readonly left = $derived(this.stage.width / 2 - this.#middle.x * this.scale);
  readonly top = $derived(this.stage.height / 2 - this.#middle.y * this.scale);

  readonly view: View = $derived({
    width: Math.round(this.stage.width * this.pixelRatio),
    height: Math.round(this.stage.height * this.pixelRatio),
    scale: this.zoom,
    // Whole device pixels keep the photo's own pixels sharp at 100 %.
    left: Math.round(this.left * this.pixelRatio),
    top: Math.round(this.top * this.pixelRatio),
  });

  show(photo: Size): void {
    this.photo = photo;
    this.fit();
  }

  fit(): void {
    this.fitted = true;
  }

  /** 100 %, at the photo's point under `at` or in the middle. */
  actualSize(at?: Point): void {
    this.zoomTo(1, at);
  }

  /** Fit, or 100 % where it is fitted already. */
  toggle(at?: Point): void {
    if (this.fitted) this.actualSize(at);
    else this.fit();
  }

  step(direction: 1 | -1): void {
    this.zoomTo(this.zoom * stepFactor ** direction);
  }

  /** Keeps the photo's point under `at` where it is. */
  zoomTo(zoom: number, at: Point = { x: this.stage.width / 2, y: this.stage.height / 2 }): void {
    const point = this.toPhoto(at);
    const next = clamp(zoom, Math.min(this.fitZoom, 1) / 2, mostZoom);
    const scale = next / this.pixelRatio;
    this.#moveTo(
      {
        x: point.x + (this.stage.width / 2 - at.x) / scale,
        y: point.y + (this.stage.height / 2 - at.y) / scale,
      },
      next,
    );
  }

  panBy(dx: number, dy: number): void {
    const middle = this.#middle;
    this.#moveTo({ x: middle.x - dx / this.scale, y: middle.y - dy / this.scale }, this.zoom);
  }

  toPhoto(point: Point): Point {
    return { x: (point.x - this.left) / this.scale, y: (point.y - this.top) / this.scale };
  }

  toStage(point: Point): Point {
    return { x: point.x * this.scale + this.left, y: point.y * this.scale + this.top };
  }

  #moveTo(center: Point, zoom: number): void {
    this.fitted = false;
    this.#zoom = zoom;
    // The middle of the stage always shows some of the photo: it cannot be lost.
    this.#center = {
      x: clamp(center.x, 0, this.photo.width),
      y: clamp(center.y, 0, this.photo.height),
    };
  }
}
