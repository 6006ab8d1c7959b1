import { existsSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError } from '@shared/errors';

/*
 * The one place that knows how @vladmandic/human is loaded. Its declarations need the DOM and its `exports` name
 * only builds for other platforms, so the build for WebAssembly is required by file, and what is used of it is
 * declared here.
 */

interface Tensor {
  clone(): Tensor;
  dispose(): void;
}

interface HumanFace {
  readonly boxScore: number;
  readonly faceScore: number;
  /** Pixels of the picture, and depth. */
  readonly mesh: readonly (readonly [number, number, number])[];
}

export interface Human {
  readonly tf: {
    ready(): Promise<void>;
    tensor3d(values: Int32Array, shape: readonly [number, number, number], type: 'int32'): Tensor;
    readonly image: { flipLeftRight: (picture: Tensor) => Tensor };
  };
  load(): Promise<void>;
  detect(
    picture: Tensor,
  ): Promise<{ readonly error: string | null; readonly face: readonly HumanFace[] }>;
}

interface HumanModule {
  readonly Human: new (configuration: object) => Human;
}

/** Many at once; a portrait editor has no use for a face that is not sure to be one. */
const detector = {
  rotation: true,
  maxDetected: 100,
  minConfidence: 0.3,
  iouThreshold: 0.3,
  // Nothing is carried over from one picture to the next.
  skipFrames: 0,
  skipTime: 0,
};

const off = { enabled: false };

const configuration = {
  backend: 'wasm',
  debug: false,
  async: false,
  warmup: 'none',
  cacheSensitivity: 0,
  filter: off,
  gesture: off,
  hand: off,
  body: off,
  object: off,
  segmentation: off,
  face: {
    enabled: true,
    detector,
    mesh: { enabled: true },
    iris: { enabled: true },
    attention: off,
    emotion: off,
    description: off,
    antispoof: off,
    liveness: off,
    gear: off,
  },
};

const networkFiles = ['blazeface', 'facemesh', 'iris'].flatMap((name) => [
  `${name}.json`,
  `${name}.bin`,
]);

/** Loads library and networks. Throws `model-missing`. */
export async function loadHuman(modelsDirectory: string): Promise<Human> {
  try {
    const resolver = createRequire(import.meta.url);
    const distribution = dirname(resolver.resolve('@vladmandic/human'));
    const wasm = dirname(resolver.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
    const module = resolver(join(distribution, 'human.node-wasm.js')) as HumanModule;
    const shipped = join(modelsDirectory, 'human');
    const models = existsSync(shipped) ? shipped : join(distribution, '..', 'models');
    // The library says it has loaded a network that is not there.
    for (const name of networkFiles) await access(join(models, name));
    const human = new module.Human({
      ...configuration,
      modelBasePath: pathToFileURL(models + '/').href,
      wasmPath: join(wasm, 'dist/'),
    });
    await withFileFetch(() =>
      withoutCrashHandlers(async () => {
        await human.tf.ready();
        await human.load();
      }),
    );
    leaveRightEyes(human);
    return oneAtATime(human);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('model-missing', `human: ${detail}`, { cause: error });
  }
}

const mended = new WeakSet<object>();

/**
 * The network that draws the outline of an eye has learnt right eyes, so left ones are shown to it mirrored and drawn
 * mirrored back. The library shows it both mirrored (`augmentIris`) and mirrors only the left one back, which moves
 * right eyes, and with them brows, by up to 0.05 face widths. It mirrors nothing else: the left eye, then at once the
 * right one.
 */
function leaveRightEyes({ tf: { image } }: Human): void {
  // All instances of the library share it.
  if (mended.has(image)) return;
  mended.add(image);
  const mirror = image.flipLeftRight;
  let isRightEye = false;
  image.flipLeftRight = (picture) => {
    const result = isRightEye ? picture.clone() : mirror(picture);
    isRightEye = !isRightEye;
    return result;
  };
}

/** The library keeps what belongs to the picture under way in variables of its own: two at once lose faces. */
function oneAtATime(human: Human): Human {
  let before: Promise<unknown> = Promise.resolve();
  return {
    tf: human.tf,
    load: () => human.load(),
    detect(picture) {
      const found = before.then(() => human.detect(picture));
      before = found.catch(() => undefined);
      return found;
    },
  };
}

/** The library reads its networks with `fetch`, and Node's knows no file URLs. */
async function withFileFetch(work: () => Promise<void>): Promise<void> {
  const { fetch: original } = globalThis;
  globalThis.fetch = async (input, options) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith('file:')) return original(input, options);
    return new Response(await readFile(fileURLToPath(url)));
  };
  try {
    await work();
  } finally {
    globalThis.fetch = original;
  }
}

const crashEvents = ['uncaughtException', 'unhandledRejection'] as const;

/** The WebAssembly module installs handlers for the whole process, which end it. */
async function withoutCrashHandlers(work: () => Promise<void>): Promise<void> {
  const events: NodeJS.EventEmitter = process;
  const before = crashEvents.map((event) => new Set(events.listeners(event)));
  await work();
  crashEvents.forEach((event, index) => {
    for (const listener of events.listeners(event)) {
      if (!before[index]?.has(listener)) events.off(event, listener as () => void);
    }
  });
}
