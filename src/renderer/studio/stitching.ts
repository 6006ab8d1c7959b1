import type { Face } from '@shared/analysis/face';
import type { Patch } from '@shared/contract/contract';
import type { Document } from '@shared/document/document';
import { AppError } from '@shared/errors';
import { activeTransplants, transplantsKey } from '@shared/transplants/active';
import type { EngineClient } from './engine-link';

export interface StitchWish {
  readonly document: Document;
  /** A control is being moved: what comes sooner is shown, and what is exact once it rests. */
  readonly moving: boolean;
  /** Whether a picture at the preview's size tells less than the exact one. */
  readonly draft: boolean;
}

type Step = 'draft' | 'exact' | 'faces';

interface Shown {
  /** `undefined`: less than what was asked for. */
  readonly key: string | undefined;
  readonly exact: boolean;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

interface Surroundings {
  readonly engine: (signal: AbortSignal) => Promise<EngineClient>;
  /** The preview differs by these from the one of the photo as it was taken. */
  readonly onPatches: (patches: readonly Patch[]) => void;
  /** The faces are others than before, too. */
  readonly onFaces: () => void;
}

/**
 * The photo with what a document takes over from others, as the engine stitches it. One wish at a time is worked at;
 * the newest takes the place of those before, and what is shown stays until what follows it is there.
 */
export class Stitching {
  #shown: Shown = { key: '', exact: true };
  /** As they are with what is shown; `undefined`: as they were found. */
  #faces: readonly Face[] | undefined;
  #wish: (StitchWish & { readonly key: string }) | undefined;
  #running: { readonly key: string; readonly controller: AbortController } | undefined;
  #waiting: Waiting[] = [];

  constructor(private readonly around: Surroundings) {}

  /** To edit with, where they differ from those of the photo as it was taken. */
  get faces(): readonly Face[] | undefined {
    return this.#faces;
  }

  /** Settles once the wish or a newer one is shown; `undefined`: it is shown already. */
  want(wish: StitchWish): Promise<void> | undefined {
    const key = transplantsKey(wish.document);
    this.#wish = { ...wish, key };
    if (this.#running && this.#running.key !== key) this.#running.controller.abort();
    if (key === '') {
      this.#show({ key, exact: true }, []);
      return undefined;
    }
    const shown =
      key === this.#shown.key
        ? undefined
        : new Promise<void>((resolve, reject) => void this.#waiting.push({ resolve, reject }));
    if (!this.#running && this.#nextStep()) void this.#work();
    return shown;
  }

  /** Gives up: another photo, or another engine. */
  stop(): void {
    this.#wish = undefined;
    this.#running?.controller.abort();
    this.#settle(({ reject }) => reject(new AppError('cancelled')));
  }

  async #work(): Promise<void> {
    for (let step = this.#nextStep(); step && this.#wish; step = this.#nextStep()) {
      const wish = this.#wish;
      const controller = new AbortController();
      this.#running = { key: wish.key, controller };
      try {
        await this.#take(step, wish.document, wish.key, controller.signal);
      } catch (error) {
        const failure = AppError.from(error);
        // A new engine is asked anew by whoever opens the photo again.
        const passes = failure.code === 'engine-restarted' || controller.signal.aborted;
        if (this.#wish === wish) {
          this.#wish = undefined;
          const told = passes ? new AppError('cancelled') : failure;
          this.#settle(({ reject }) => reject(told));
        }
      }
    }
    this.#running = undefined;
  }

  #nextStep(): Step | undefined {
    const wish = this.#wish;
    if (!wish || wish.key === '') return undefined;
    const other = wish.key !== this.#shown.key;
    if (other && wish.draft) return 'draft';
    if (other || (!this.#shown.exact && !wish.moving)) return 'exact';
    const complete = this.#faces !== undefined || wish.moving;
    return !complete && editsTouched(wish.document) ? 'faces' : undefined;
  }

  async #take(step: Step, document: Document, key: string, signal: AbortSignal): Promise<void> {
    const engine = await this.around.engine(signal);
    if (step === 'faces') {
      const faces = await engine.stitchedFaces({ document }, { signal });
      signal.throwIfAborted();
      this.#faces = faces;
      this.around.onFaces();
      return;
    }
    const draft = step === 'draft';
    const { patches, complete } = await engine.stitch({ document, draft }, { signal });
    signal.throwIfAborted();
    // A donor that cannot be read is not asked for again and again, but with the next wish.
    if (!complete) this.#wish = undefined;
    this.#show({ key: complete ? key : undefined, exact: !draft }, patches);
  }

  #show(shown: Shown, patches: readonly Patch[]): void {
    const before = this.#shown;
    this.#shown = shown;
    if (before.key !== shown.key) this.#faces = undefined;
    const same = before.key === shown.key && before.exact === shown.exact;
    if (!same || shown.key === undefined) this.around.onPatches(patches);
    this.#settle(({ resolve }) => resolve());
  }

  #settle(how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach(how);
  }
}

/** Whether an edit works on a face that has something of another one. */
function editsTouched(document: Document): boolean {
  const faces = new Set(activeTransplants(document).map(({ face }) => face));
  return document.edits.some(({ enabled, face }) => enabled && faces.has(face));
}
