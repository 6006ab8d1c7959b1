import type { Analysis } from '@shared/analysis/face';
import { engineContract, type PhotoInformation, type Pixels } from '@shared/contract/contract';
import { createMemoryPorts } from '@shared/contract/memory-port';
import { serve, type Handlers, type Port } from '@shared/contract/rpc';
import {
  syntheticFace,
  syntheticPhoto,
  syntheticSide,
} from '../../../test/fixtures/synthetic-face';

export type EngineHandlers = Handlers<typeof engineContract>;

export const photoInformation: PhotoInformation = {
  width: syntheticSide,
  height: syntheticSide,
  format: 'png',
  bitsPerSample: 8,
  colorProfile: null,
  hasExif: false,
  hasOpacity: false,
  fileBytes: 1000,
};

export const syntheticAnalysis: Analysis = {
  width: syntheticSide,
  height: syntheticSide,
  faces: [syntheticFace],
  provider: 'cpu',
  milliseconds: { detect: 10, parse: 20, measure: 5 },
};

/** The synthetic photo as a canvas takes it, at `scale`. */
export function photoPixels(scale = 1): Pixels {
  const { width, height, data } = syntheticPhoto(8, scale);
  const opaque = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    opaque.set(data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return { width, height, data: opaque };
}

export interface FakeEngine {
  /** The other end of the line: give it to an `EngineLink`. */
  readonly port: Port;
  /** Names of the calls that arrived, in order. */
  readonly calls: string[];
}

/** An engine that knows one synthetic photo, over a port that clones; `overrides` make it slow or fail. */
export function startFakeEngine(overrides: Partial<EngineHandlers> = {}): FakeEngine {
  const [port, far] = createMemoryPorts(structuredClone);
  const calls: string[] = [];
  const handlers: EngineHandlers = {
    open: () => ({ information: photoInformation, preview: photoPixels(0.5) }),
    analyse: () => syntheticAnalysis,
    openGuest: () => ({
      information: photoInformation,
      preview: photoPixels(0.5),
      analysis: syntheticAnalysis,
    }),
    stitch: () => ({ patches: [], complete: true }),
    stitchedFaces: () => syntheticAnalysis.faces,
    stitchReports: () => [],
    readMakeup: () => [],
    view: ({ rectangle: { width, height } }) => ({
      width,
      height,
      data: new Uint8Array(width * height * 4).fill(7),
    }),
    prepareExport: () => undefined,
    export: () => ({ width: 256, height: 256, fileBytes: 10, milliseconds: 1 }),
    close: () => undefined,
    ...overrides,
  };
  const counted = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (...input: unknown[]): unknown => {
        calls.push(name);
        return (handler as (...input: unknown[]) => unknown)(...input);
      },
    ]),
  ) as unknown as EngineHandlers;
  serve(engineContract, far, counted);
  return { port, calls };
}
