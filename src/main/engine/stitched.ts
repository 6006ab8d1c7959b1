import type { Analysis, Face } from '@shared/analysis/face';
import type { Patch } from '@shared/contract/contract';
import type { Document, Transplant } from '@shared/document/document';
import {
  crop,
  expand,
  intersect,
  isEmpty,
  type Raster,
  type Rectangle,
} from '@shared/pixels/raster';
import { RenderCache } from '@shared/render/context';
import { StitchMemory } from '@shared/stitching/memory';
import { withPatches } from '@shared/stitching/patch';
import type { StitchSide } from '@shared/stitching/side';
import { activeTransplants } from '@shared/transplants/active';
import type { TransplantReport } from '@shared/transplants/report';
import type { EngineCall } from './core';
import { previewOf } from './decode';
import type { Photo } from './photo';
import type { StitchCrew } from './stitch-crew';
import { inOwnProfile } from './swap';
import { stitchTransplants, type Sides } from './transplants';
import { toPixels } from './view';

/** A photo with what is known of its faces. */
export interface Analysed {
  readonly photo: Photo;
  readonly faces: readonly Face[];
}

export type FindDonor = (photo: string, call: EngineCall) => Promise<Analysed>;

/** A photo as if it had been taken with the features of others. */
export interface Stitched {
  readonly photo: Photo;
  readonly reports: readonly TransplantReport[];
  /** What differs from the preview of the photo as it was taken. */
  readonly patches: readonly Patch[];
}

/** What stitching keeps between calls: its own stages, and small pictures as they are read. */
export class Stitcher {
  readonly #memory = new StitchMemory();
  readonly #previews = new WeakMap<Photo, Raster>();
  readonly #caches = new WeakMap<Raster, RenderCache>();

  constructor(private readonly crew: StitchCrew) {}

  /** At full size. */
  async stitch(
    target: Analysed,
    document: Document,
    findDonor: FindDonor,
    call: EngineCall,
  ): Promise<Stitched> {
    const { photo } = target;
    const { patches, reports } = await stitchTransplants(
      activeTransplants(document),
      this.#sides(target, findDonor, call, ({ working }) => working),
      this.#memory,
      this.crew,
      call.signal,
    );
    const rectangles = patches.map(({ rectangle }) => rectangle);
    const working = withPatches(photo.working, patches);
    const original = photo.icc
      ? await inOwnProfile(photo, photo.icc, working, rectangles)
      : working;
    const preview = await previewOf(working);
    const shown = { ...preview, channels: 4 as const };
    const scale = preview.width / working.width;
    return {
      photo: { ...photo, working, original, preview },
      reports,
      patches: rectangles
        .map((rectangle) => inPreview(rectangle, scale, shown))
        .filter((part) => !isEmpty(part))
        .map((part) => patchOf(shown, part)),
    };
  }

  /** At the preview's size, for as long as something moves: much less work, and nearly the same. */
  async draft(
    target: Analysed,
    document: Document,
    findDonor: FindDonor,
    call: EngineCall,
  ): Promise<readonly Patch[]> {
    const preview = (photo: Photo): Raster => this.#previewOf(photo);
    const { patches } = await stitchTransplants(
      activeTransplants(document),
      this.#sides(target, findDonor, call, preview),
      this.#memory,
      this.crew,
      call.signal,
    );
    const stitched = withPatches(preview(target.photo), patches);
    return patches.map(({ rectangle }) => patchOf(stitched, rectangle));
  }

  #sides(
    target: Analysed,
    findDonor: FindDonor,
    call: EngineCall,
    pictureOf: (photo: Photo) => Raster,
  ): Sides {
    const sideOf = ({ photo, faces }: Analysed, index: number): StitchSide | undefined => {
      const face = faces[index];
      const source = pictureOf(photo);
      const scale = source.width / photo.working.width;
      return face && { source, face, scale, cache: this.#cacheOf(source) };
    };
    return {
      target: (face) => sideOf(target, face),
      donor: async ({ photo, face }: Transplant['donor']) =>
        sideOf(await findDonor(photo, call), face),
    };
  }

  /** The same object for as long as the photo is open: the memory tells sides apart by it. */
  #previewOf(photo: Photo): Raster {
    const preview = this.#previews.get(photo) ?? { ...photo.preview, channels: 4 as const };
    this.#previews.set(photo, preview);
    return preview;
  }

  #cacheOf(source: Raster): RenderCache {
    const cache = this.#caches.get(source) ?? new RenderCache(keptNumbers);
    this.#caches.set(source, cache);
    return cache;
  }
}

/** Masks of a few features. */
const keptNumbers = 4_000_000;
/** What a pixel of the photo reaches in the reduced one. */
const reachPixels = 4;

function inPreview(rectangle: Rectangle, scale: number, { width, height }: Raster): Rectangle {
  const left = Math.floor(rectangle.left * scale);
  const top = Math.floor(rectangle.top * scale);
  const right = Math.ceil((rectangle.left + rectangle.width) * scale);
  const bottom = Math.ceil((rectangle.top + rectangle.height) * scale);
  const part = { left, top, width: right - left, height: bottom - top };
  const reached = scale < 1 ? expand(part, reachPixels) : part;
  return intersect(reached, { left: 0, top: 0, width, height });
}

function patchOf(stitched: Raster, part: Rectangle): Patch {
  return { left: part.left, top: part.top, pixels: toPixels(crop(stitched, part)) };
}

/**
 * The faces of a stitched photo under the numbers that they have in the photo as it was taken; one that is not found
 * again stays as it was.
 */
export function underOldNumbers(before: Analysis, after: Analysis): Analysis {
  const faces = before.faces.map((face) => {
    const found = after.faces.find((other) => isSame(face, other));
    return found ? { ...found, index: face.index } : face;
  });
  return { ...after, faces };
}

/** Middles within a quarter of a face: neighbours are farther apart. */
function isSame(one: Face, other: Face): boolean {
  const middle = ({ box }: Face): readonly [number, number] => [
    box.left + box.width / 2,
    box.top + box.height / 2,
  ];
  const [x, y] = middle(one);
  const [otherX, otherY] = middle(other);
  return Math.hypot(x - otherX, y - otherY) < 0.25 * one.faceWidthPixels;
}
