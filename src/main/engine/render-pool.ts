import { Worker } from 'node:worker_threads';
import type { Analysis } from '@shared/analysis/face';
import { planDocument } from '@shared/edits/plan';
import { AppError, throwIfCancelled } from '@shared/errors';
import type { KeptEntry } from '@shared/render/context';
import type { Pass } from '@shared/render/pass';
import type { Piece, PieceWork, Task } from '@shared/render/together';
import { letMessagesIn } from './cancellation';
import { pieceWork, type Crew, type PieceCall } from './crew';
import { inSharedMemory } from './pictures';
import type { RenderAnswer, RenderJob, RenderOrder } from './render-messages';
import { countDone, giveUp, shareTasks, takeTask, type TaskShares } from './task-shares';

/**
 * Threads that render pieces together with the caller's own, which is one of them: it gives way to messages between its
 * tasks. The others are started once and stay for the next pictures.
 */
export class RenderPool {
  #threads: RenderThread[] = [];
  /** Ends with the piece that is being rendered: one at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  /** The picture that the threads know, and the faces, which they remember beyond it. */
  #job: RenderJob | undefined;
  #analysis: Analysis | undefined;

  constructor(
    private readonly script: string,
    private readonly threadCount: number,
  ) {}

  /** Has the threads there, if they are not: they take a tenth of a second to come up. */
  start(): void {
    if (this.#threads.length > 0) return;
    this.#job = undefined;
    this.#analysis = undefined;
    this.#threads = Array.from(
      { length: this.threadCount - 1 },
      () => new RenderThread(this.script),
    );
  }

  /** Lends threads to one picture, of which `work` is told the passes. */
  async withCrew<Result>(
    { source, ...job }: RenderJob,
    work: (passes: readonly Pass[], crew: Crew) => Promise<Result>,
  ): Promise<Result> {
    const shared = { ...job, source: inSharedMemory(source) };
    try {
      // The others plan, and start for the first picture, while this thread plans.
      await this.#inTurn(() => Promise.resolve(this.#begin(shared)));
      const passes = planDocument(shared.document, shared.analysis);
      return await work(passes, this.crewFor(shared, passes));
    } finally {
      this.forget(shared);
    }
  }

  /** `source` has to lie in shared memory; `passes` are the job's. */
  crewFor(job: RenderJob, passes: readonly Pass[]): Crew {
    const work = pieceWork(passes, job.source);
    return {
      render: (rectangle, call) =>
        this.#inTurn(async () => {
          const piece = work.createPiece(rectangle, (bytes) => new SharedArrayBuffer(bytes));
          const stages = work.stagesOf(piece);
          this.#begin(job);
          this.#tell({ kind: 'piece', piece });
          await this.#work(stages, work, piece, call);
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
    this.start();
    if (this.#job === job) return;
    this.#job = job;
    const { analysis, ...rest } = job;
    if (this.#analysis !== analysis) this.#tell({ kind: 'analysis', analysis });
    this.#analysis = analysis;
    this.#tell({ kind: 'begin', job: rest });
  }

  #tell(order: RenderOrder): void {
    for (const thread of this.#threads) thread.tell(order);
  }

  async #work(
    stages: readonly (readonly Task[])[],
    own: PieceWork,
    piece: Piece,
    { signal, onProgress }: PieceCall,
  ): Promise<void> {
    const total = stages.reduce((sum, tasks) => sum + tasks.length, 0);
    let before = 0;
    this.#threads.forEach((thread) => thread.hold(true));
    try {
      for (const tasks of stages) {
        const stage = tasks === stages[0] ? dealt(tasks, this.#threads.length + 1) : tasks;
        await this.#doTogether(stage, own, piece, {
          signal,
          onProgress: (done) => onProgress((before + done) / total),
        });
        before += tasks.length;
      }
    } catch (error) {
      // What a thread that failed left behind is not to be relied on.
      if (this.#threads.some(({ hasEnded }) => hasEnded)) await this.#stop();
      throw error;
    } finally {
      this.#threads.forEach((thread) => thread.hold(false));
    }
  }

  /** Everybody takes the next task as soon as the last one is done. */
  async #doTogether(
    tasks: readonly Task[],
    own: PieceWork,
    piece: Piece,
    call: PieceCall,
  ): Promise<void> {
    if (tasks.length === 0) return;
    const shares = shareTasks(tasks.length, this.#threads.length + 1);
    const others = this.#threads.map(async (thread, at) => {
      const keep = (entry: KeptEntry): void => {
        own.keep(entry);
        for (const other of this.#threads) if (other !== thread) other.keep(entry);
      };
      try {
        await thread.join({ kind: 'stage', tasks, shares, share: at + 1 }, keep);
      } catch (error) {
        giveUp(shares);
        throw error;
      }
    });
    // The next piece may begin only when nobody writes into this one.
    const results = await Promise.allSettled([
      this.#takePart(tasks, shares, own, piece, call),
      ...others,
    ]);
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  /** The caller's own thread. */
  async #takePart(
    tasks: readonly Task[],
    shares: TaskShares,
    own: PieceWork,
    piece: Piece,
    { signal, onProgress }: PieceCall,
  ): Promise<void> {
    try {
      for (let taken = takeTask(shares, 0); taken !== undefined; taken = takeTask(shares, 0)) {
        await letMessagesIn();
        throwIfCancelled(signal);
        const entry = own.do(tasks[taken]!, piece);
        if (entry) for (const thread of this.#threads) thread.keep(entry);
        onProgress(countDone(shares));
      }
    } catch (error) {
      giveUp(shares);
      throw error;
    }
  }

  async #stop(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    this.#job = undefined;
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** Preparations of one kind follow each other and take long: in this order equal shares hold some of each. */
function dealt(tasks: readonly Task[], count: number): readonly Task[] {
  return Array.from({ length: count }, (_, hand) =>
    tasks.filter((_task, index) => index % count === hand),
  ).flat();
}

type Stage = Extract<RenderOrder, { kind: 'stage' }>;

/** What a thread is asked to take part in. */
interface Joined {
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
  readonly onPrepared: (entry: KeptEntry) => void;
}

class RenderThread {
  readonly #worker: Worker;
  #joined: Joined | undefined;
  #failure: AppError | undefined;

  constructor(script: string) {
    this.#worker = new Worker(script);
    // Nobody waits for threads that have nothing to do.
    this.#worker.unref();
    this.#worker.on('message', (answer: RenderAnswer) => this.#hear(answer));
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

  keep(entry: KeptEntry): void {
    this.tell({ kind: 'keep', entry });
  }

  /** Until no task is left. Rejects with an `AppError`, also when the thread dies. */
  join(stage: Stage, onPrepared: (entry: KeptEntry) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#joined = { resolve, reject, onPrepared };
      this.tell(stage);
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

  #hear(answer: RenderAnswer): void {
    switch (answer.kind) {
      case 'prepared':
        this.#joined?.onPrepared(answer.entry);
        return;
      case 'done':
        this.#joined?.resolve();
        return;
      case 'failed':
        this.#joined?.reject(new AppError(answer.error.code, answer.error.detail));
    }
  }

  #fail(reason: string): void {
    this.#failure ??= new AppError('internal', `a rendering thread failed: ${reason}`);
    this.#joined?.reject(this.#failure);
  }
}
