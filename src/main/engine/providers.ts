import { AppError } from '@shared/errors';
import type { ParsingModel } from './models';
import { probe, probeModel } from './probe-model';
import type { ProviderMemory } from './provider-memory';

/** What of ONNX Runtime is used; the tests have their own. */
export interface InferenceLibrary<Value> {
  create(model: Uint8Array, options: SessionOptions): Promise<InferenceSession<Value>>;
  /** A tensor of zeros. */
  zeros(shape: readonly number[]): Value;
}

export interface InferenceSession<Value> {
  run(feeds: Readonly<Record<string, Value>>): Promise<Readonly<Record<string, Value>>>;
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpNumThreads?: number;
  readonly logSeverityLevel: 4;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Runner<Value> {
  /** ONNX Runtime's execution provider that the last run used. */
  readonly provider: string;
  run(feeds: Readonly<Record<string, Value>>): Promise<Readonly<Record<string, Value>>>;
}

export interface ProviderOptions<Value> {
  readonly library: InferenceLibrary<Value>;
  readonly model: ParsingModel;
  readonly memory: ProviderMemory;
  readonly platform: NodeJS.Platform;
  readonly processors: number;
  /** Milliseconds; monotonic. */
  readonly now: () => number;
}

/** In the order in which they are tried. The processor comes last by itself. */
export function providersOf(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['webgpu', 'coreml'];
  if (platform === 'win32') return ['webgpu', 'dml'];
  return ['webgpu', 'cuda'];
}

const processor = 'cpu';
/** A processor needs about one; a GPU, with its transfers, a few. */
const slowProbeMilliseconds = 40;
/** A change of provider has its own risks: it must be worth it. */
const worthwhileShare = 0.8;
const timedRuns = 3;

interface Loaded<Value> {
  readonly provider: string;
  readonly session: InferenceSession<Value>;
}

/** The network's session on the provider that is the fastest on this machine. */
export class Providers<Value> implements Runner<Value> {
  #provider = processor;
  #current: Promise<Loaded<Value>> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProviderOptions<Value>) {}

  get provider(): string {
    return this.#provider;
  }

  /** Creates the session of the remembered provider. Throws `model-missing`. */
  load(): Promise<unknown> {
    return this.#load();
  }

  run(feeds: Readonly<Record<string, Value>>): Promise<Readonly<Record<string, Value>>> {
    return this.#inTurn(async () => {
      const { provider, session } = await this.#load();
      try {
        const results = await session.run(feeds);
        this.#provider = provider;
        return results;
      } catch (error) {
        if (provider === processor) throw error;
        // A GPU can be lost at any time, e.g. by sleep; the processor cannot.
        const fallback = await this.#create(this.options.model.bytes, processor);
        await this.#replace(fallback);
        return fallback.session.run(feeds);
      }
    });
  }

  /**
   * Unless that was done on this machine before: measures the platform's providers against the processor, takes the
   * first that is faster and remembers it. Never rejects; runs asked for meanwhile wait for single runs only.
   */
  async choose(): Promise<void> {
    const { memory, platform } = this.options;
    try {
      const { provider: known, trying = [] } = await memory.read();
      if (known !== undefined) return;
      const own = await this.#inTurn(async () => this.#time((await this.#load()).session));
      const milliseconds: Record<string, number> = { [processor]: own };
      // A provider that is still marked took the process down when it was tried.
      const candidates = providersOf(platform).filter((provider) => !trying.includes(provider));
      let chosen = processor;
      for (const provider of candidates) {
        await memory.write({ trying: [...trying, provider] });
        const faster = await this.#inTurn(() => this.#attempt(provider, milliseconds));
        if (!faster) continue;
        chosen = provider;
        break;
      }
      await memory.write({ provider: chosen, milliseconds });
    } catch {
      // Without a processor session there is nothing to compare; the next run tells why.
    }
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      const loaded = await this.#current?.catch(() => undefined);
      this.#current = undefined;
      await loaded?.session.release();
    });
  }

  /** A session must not be released under a run, and two runs at a time would measure each other. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #load(): Promise<Loaded<Value>> {
    this.#current ??= this.#loadRemembered().catch((error: unknown) => {
      this.#current = undefined;
      const detail = error instanceof Error ? error.message : String(error);
      throw new AppError('model-missing', `face-parsing: ${detail}`, { cause: error });
    });
    return this.#current;
  }

  async #loadRemembered(): Promise<Loaded<Value>> {
    const { model, memory } = this.options;
    const { provider = processor } = await memory.read();
    const loading = this.#create(model.bytes, provider);
    // A driver may have gone since.
    return loading.catch((error: unknown) => {
      if (provider === processor) throw error;
      return this.#create(model.bytes, processor);
    });
  }

  async #replace(loaded: Loaded<Value>): Promise<void> {
    const before = await this.#current;
    this.#current = Promise.resolve(loaded);
    this.#provider = loaded.provider;
    await before?.session.release();
  }

  /** Takes the provider into use if it is there, works and is faster than the processor. */
  async #attempt(provider: string, milliseconds: Record<string, number>): Promise<boolean> {
    try {
      if (!(await this.#passesProbe(provider))) return false;
      const candidate = await this.#create(this.options.model.bytes, provider);
      const needed = await this.#time(candidate.session);
      milliseconds[provider] = needed;
      if (needed < worthwhileShare * (milliseconds[processor] ?? 0)) {
        await this.#replace(candidate);
        return true;
      }
      await candidate.session.release();
    } catch {
      // Not there, or not able to run the network.
    }
    return false;
  }

  async #passesProbe(provider: string): Promise<boolean> {
    const { library, now } = this.options;
    const { session } = await this.#create(probeModel(), provider);
    const feeds = { [probe.input]: library.zeros(probe.shape) };
    await session.run(feeds);
    const start = now();
    await session.run(feeds);
    const needed = now() - start;
    await session.release();
    return needed < slowProbeMilliseconds;
  }

  async #time(session: InferenceSession<Value>): Promise<number> {
    const { library, model, now } = this.options;
    const { input } = model.manifest;
    const feeds = { [input.name]: library.zeros([1, 3, input.height, input.width]) };
    // The first run compiles and allocates.
    await session.run(feeds);
    let best = Infinity;
    for (let run = 0; run < timedRuns; run++) {
      const start = now();
      await session.run(feeds);
      best = Math.min(best, now() - start);
    }
    return best;
  }

  async #create(model: Uint8Array, provider: string): Promise<Loaded<Value>> {
    const session = await this.options.library.create(model, {
      executionProviders: [provider],
      logSeverityLevel: 4,
      intraOpNumThreads: Math.min(4, this.options.processors),
      // Threads that spin while they wait cost half the speed wherever anything else runs.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return { provider, session };
  }
}
