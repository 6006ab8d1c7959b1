import { AppError, throwIfCancelled } from '@shared/errors';
import type { Point, Raster } from '@shared/pixels/raster';
import { loadHuman, type Human } from './human';
import {
  distance,
  faceWidth,
  mapLandmarks,
  meanPoint,
  meshPointCount,
  meshPoints,
  type Landmarks,
} from './landmarks';

/** Longest side of the picture in which faces are looked for. */
export const detectionSidePixels = 1024;

export interface FaceDetector {
  /** Loads the networks and runs them once, so that the first photo does not wait. */
  warmUp(): Promise<void>;
  /**
   * The landmarks of every face of an 8-bit picture of at most `detectionSidePixels`, in its pixels, largest face
   * first.
   */
  detect(picture: Raster, signal?: AbortSignal): Promise<Landmarks[]>;
}

export function createFaceDetector(modelsDirectory: string): FaceDetector {
  let loading: Promise<Human> | undefined;
  const load = (): Promise<Human> => {
    loading ??= loadHuman(modelsDirectory).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    async warmUp() {
      await find(await load(), blank(256, 256));
    },
    async detect(picture, signal) {
      const human = await load();
      for (const attempt of attempts) {
        throwIfCancelled(signal);
        const { look, toPicture } = attempt(picture);
        const found = await find(human, look);
        if (found.length > 0) {
          return bestFirst(found.map((landmarks) => mapLandmarks(landmarks, toPicture)));
        }
      }
      return [];
    },
  };
}

/** A picture derived from another, and the way back for its points. */
interface Attempt {
  readonly look: Raster;
  readonly toPicture: (point: Point) => Point;
}

/**
 * The network finds upright faces, and those rolled by up to about 90 degrees, that leave some room around them.
 * Only when it finds none is the picture set into a frame, or turned.
 */
const attempts: readonly ((picture: Raster) => Attempt)[] = [
  asItIs,
  framed,
  (picture) => turned(turned(asItIs(picture))),
  (picture) => turned(asItIs(picture)),
  (picture) => turned(turned(turned(asItIs(picture)))),
];

function asItIs(picture: Raster): Attempt {
  return { look: picture, toPicture: (point) => point };
}

/** By a quarter, clockwise. */
function turned({ look, toPicture }: Attempt): Attempt {
  const { width, height, channels, data } = look;
  const result = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = (x * height + height - 1 - y) * channels;
      for (let channel = 0; channel < channels; channel++) {
        result[to + channel] = data[from + channel] ?? 0;
      }
    }
  }
  return {
    look: { width: height, height: width, channels, data: result },
    toPicture: ({ x, y }) => toPicture({ x: y, y: height - x }),
  };
}

/** At half its size in the middle of a grey picture: for faces that fill the photo to its edges. */
function framed({ width, height, channels, data }: Raster): Attempt {
  const result = new Uint8Array(data.length).fill(128);
  const left = width >> 2;
  const top = height >> 2;
  for (let y = 0; y < height >> 1; y++) {
    for (let x = 0; x < width >> 1; x++) {
      const from = (2 * y * width + 2 * x) * channels;
      const to = ((top + y) * width + left + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const at = from + channel;
        const below = at + width * channels;
        const sum =
          (data[at] ?? 0) +
          (data[at + channels] ?? 0) +
          (data[below] ?? 0) +
          (data[below + channels] ?? 0);
        result[to + channel] = sum >> 2;
      }
    }
  }
  return {
    look: { width, height, channels, data: result },
    toPicture: ({ x, y }) => ({ x: 2 * (x - left), y: 2 * (y - top) }),
  };
}

function blank(width: number, height: number): Raster {
  return { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
}

const leastFaceScore = 0.5;

async function find(human: Human, { width, height, channels, data }: Raster): Promise<Landmarks[]> {
  const values = new Int32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      values[pixel * 3 + channel] = data[pixel * channels + channel] ?? 0;
    }
  }
  const tensor = human.tf.tensor3d(values, [height, width, 3], 'int32');
  try {
    const result = await human.detect(tensor);
    if (result.error) throw new AppError('internal', result.error);
    return result.face
      .filter((face) => face.mesh.length === meshPointCount && face.faceScore >= leastFaceScore)
      .map(({ mesh }) => Float32Array.from(mesh.flatMap(([x, y]) => [x, y])));
  } finally {
    tensor.dispose();
  }
}

/** Largest first, without a second find of the same face. */
function bestFirst(faces: readonly Landmarks[]): Landmarks[] {
  const kept: Landmarks[] = [];
  for (const face of [...faces].sort((a, b) => faceWidth(b) - faceWidth(a))) {
    const center = meanPoint(face, meshPoints.oval);
    const known = kept.some(
      (other) => distance(center, meanPoint(other, meshPoints.oval)) < 0.4 * faceWidth(other),
    );
    if (!known) kept.push(face);
  }
  return kept;
}
