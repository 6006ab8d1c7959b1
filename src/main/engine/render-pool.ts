import { Worker } from 'node:worker_threads';
import { planDocument } from '@shared/edits/plan';
import { AppError, throwIfCancelled } from '@shared/errors';
import type { KeptEntry } from '@shared/render/context';
import type { Task } from '@shared/render/together';
import { pieceWork, type Crew, type PieceCall } from './crew';
import { inSharedMemory } from './pictures';
import type { RenderAnswer, RenderJob, RenderOrder } from './render-messages';

/** Threads that render pieces together. They are started for the first picture and stay for the next ones. */
export class RenderPool {
  #threads: RenderThread[] = [];
  /** Ends with the piece that is being rendered: one at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  /** The picture that the threads know. */
  #job: RenderJob | undefined;

  constructor(
    private readonly script: string,
    private readonly threadCount: number,
  ) {}

  /** Lends threads to one picture. */
  async withCrew<Result>(
    { source, ...job }: RenderJob,
    work: (crew: Crew) => Promise<Result>,
  ): Promise<Result> {
    const shared = { ...job, source: inSharedMemory(source) };
    try {
      return await work(this.crewFor(shared));
    } finally {
      this.forget(shared);
    }
  }

  /** `source` has to lie in shared memory. */
  crewFor(job: RenderJob): Crew {
    const work = pieceWork(planDocument(job.document, job.analysis), job.source);
    return {
      render: (rectangle, call) =>
        this.#inTurn(async () => {
          const piece = work.createPiece(rectangle, (bytes) => new SharedArrayBuffer(bytes));
          const stages = work.stagesOf(piece);
          this.#begin(job);
          this.#tell({ kind: 'piece', piece });
          await this.#work(stages, call);
          return piece.result;
        }),
    };
  }

  /** Lets the threads forget the picture, which then can be freed. */
  forget(job: RenderJob): void {
    if (this.#job !== job) return;
    this.#job = undefined;
    this.#tell({ kind: 'end' });
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#stop();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #begin(job: RenderJob): void {
    if (this.#threads.length === 0) {
      this.#job = undefined;
      this.#threads = Array.from({ length: this.threadCount }, () => new RenderThread(this.script));
    }
    if (this.#job === job) return;
    this.#job = job;
    this.#tell({ kind: 'begin', job });
  }

  #tell(order: RenderOrder): void {
    for (const thread of this.#threads) thread.tell(order);
  }

  async #work(
    stages: readonly (readonly Task[])[],
    { signal, onProgress }: PieceCall,
  ): Promise<void> {
    const total = stages.reduce((sum, tasks) => sum + tasks.length, 0);
    let done = 0;
    const onDone = (): void => onProgress(++done / total);
    this.#threads.forEach((thread) => thread.hold(true));
    try {
      for (const tasks of stages) await this.#stage(tasks, onDone, signal);
    } catch (error) {
      // What a thread that failed left behind is not to be relied on.
      if (this.#threads.some(({ hasEnded }) => hasEnded)) await this.#stop();
      throw error;
    } finally {
      this.#threads.forEach((thread) => thread.hold(false));
    }
  }

  /** Every thread takes the next task as soon as it has done one. */
  async #stage(
    tasks: readonly Task[],
    onDone: () => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    let next = 0;
    const takeTasks = async (thread: RenderThread): Promise<void> => {
      try {
        while (next < tasks.length) {
          throwIfCancelled(signal);
          const entry = await thread.do(tasks[next++]!);
          if (entry) this.#share(entry, thread);
          onDone();
        }
      } catch (error) {
        next = tasks.length;
        throw error;
      }
    };
    // The next piece may begin only when no thread writes into this one.
    const results = await Promise.allSettled(this.#threads.map(takeTasks));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  #share(entry: KeptEntry, from: RenderThread): void {
    for (const thread of this.#threads) if (thread !== from) thread.tell({ kind: 'keep', entry });
  }

  async #stop(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    this.#job = undefined;
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

interface Waiting {
  readonly resolve: (entry: KeptEntry | undefined) => void;
  readonly reject: (error: AppError) => void;
}

class RenderThread {
  readonly #worker: Worker;
  #waiting: Waiting | undefined;
  #failure: AppError | undefined;

  constructor(script: string) {
    this.#worker = new Worker(script);
    // Nobody waits for threads that have nothing to do.
    this.#worker.unref();
    this.#worker.on('message', (answer: RenderAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#fail(error.message));
    this.#worker.on('messageerror', (error) => this.#fail(error.message));
    this.#worker.on('exit', (code) => this.#fail(`it ended with code ${code}`));
  }

  get hasEnded(): boolean {
    return this.#failure !== undefined;
  }

  tell(order: RenderOrder): void {
    this.#worker.postMessage(order);
  }

  /** Rejects with an `AppError`, also when the thread dies. */
  do(task: Task): Promise<KeptEntry | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#waiting = { resolve, reject };
      this.tell({ kind: 'do', task });
    });
  }

  /** Whether the process lives on for it. */
  hold(isWanted: boolean): void {
    if (isWanted) this.#worker.ref();
    else this.#worker.unref();
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: RenderAnswer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (answer.kind === 'done') waiting?.resolve(answer.entry);
    else waiting?.reject(new AppError(answer.error.code, answer.error.detail));
  }

  #fail(reason: string): void {
    this.#failure ??= new AppError('internal', `a rendering thread failed: ${reason}`);
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
  }
}
