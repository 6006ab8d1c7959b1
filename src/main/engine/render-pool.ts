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

/**
 * Threads that render pieces together with the caller's own, which is one of them: it gives way to messages between its
 * tasks. The others are started for the first picture and stay for the next ones.
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
    if (this.#threads.length === 0) {
      this.#job = undefined;
      this.#analysis = undefined;
      this.#threads = Array.from(
        { length: this.threadCount - 1 },
        () => new RenderThread(this.script),
      );
    }
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
    let done = 0;
    const onDone = (): void => onProgress(++done / total);
    const hands = [new OwnHand(own, piece), ...this.#threads];
    this.#threads.forEach((thread) => thread.hold(true));
    try {
      for (const tasks of stages) {
        const isFirst = tasks === stages[0];
        await doTogether(isFirst ? dealt(tasks, hands.length) : tasks, hands, onDone, signal);
      }
    } catch (error) {
      // What a thread that failed left behind is not to be relied on.
      if (this.#threads.some(({ hasEnded }) => hasEnded)) await this.#stop();
      throw error;
    } finally {
      this.#threads.forEach((thread) => thread.hold(false));
    }
  }

  async #stop(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    this.#job = undefined;
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** Whoever does tasks, one after the other. */
interface Hand {
  /** Tasks that it is given ahead, so that it need not wait for the next one. */
  readonly lanes: number;
  do(task: Task): Promise<KeptEntry | undefined>;
  /** Takes what another one prepared. */
  keep(entry: KeptEntry): void;
}

/** Every hand takes its next task as soon as it has done one. */
async function doTogether(
  tasks: readonly Task[],
  hands: readonly Hand[],
  onDone: () => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const shares = new Shares(tasks, hands.length);
  const takeTasks = async (hand: Hand, index: number): Promise<void> => {
    try {
      for (let task = shares.take(index); task; task = shares.take(index)) {
        throwIfCancelled(signal);
        const entry = await hand.do(task);
        if (entry) for (const other of hands) if (other !== hand) other.keep(entry);
        onDone();
      }
    } catch (error) {
      shares.giveUp();
      throw error;
    }
  };
  // The next piece may begin only when nobody writes into this one.
  const results = await Promise.allSettled(
    hands.flatMap((hand, index) =>
      Array.from({ length: hand.lanes }, () => takeTasks(hand, index)),
    ),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

/** Preparations of one kind follow each other and take long: in this order equal shares hold some of each. */
function dealt(tasks: readonly Task[], count: number): readonly Task[] {
  return Array.from({ length: count }, (_, hand) =>
    tasks.filter((_task, index) => index % count === hand),
  ).flat();
}

/** The caller's own thread. */
class OwnHand implements Hand {
  readonly lanes = 1;

  constructor(
    private readonly work: PieceWork,
    private readonly piece: Piece,
  ) {}

  async do(task: Task): Promise<KeptEntry | undefined> {
    await letMessagesIn();
    return this.work.do(task, this.piece);
  }

  keep(entry: KeptEntry): void {
    this.work.keep(entry);
  }
}

/**
 * Tasks in equal shares. What lies beside each other needs the same masks: whoever has done his own share takes the
 * last task of whoever has most left.
 */
class Shares {
  readonly #shares: { next: number; end: number }[];

  constructor(
    private readonly tasks: readonly Task[],
    count: number,
  ) {
    const start = (share: number): number => Math.round((share * tasks.length) / count);
    this.#shares = Array.from({ length: count }, (_, share) => ({
      next: start(share),
      end: start(share + 1),
    }));
  }

  take(share: number): Task | undefined {
    const own = this.#shares[share]!;
    if (own.next < own.end) return this.tasks[own.next++];
    const left = this.#shares.map(({ next, end }) => end - next);
    const fullest = this.#shares[left.indexOf(Math.max(...left))]!;
    return fullest.next < fullest.end ? this.tasks[--fullest.end] : undefined;
  }

  giveUp(): void {
    for (const share of this.#shares) share.next = share.end;
  }
}

interface Waiting {
  readonly resolve: (entry: KeptEntry | undefined) => void;
  readonly reject: (error: AppError) => void;
}

class RenderThread implements Hand {
  readonly lanes = 2;
  readonly #worker: Worker;
  /** In the order of their tasks. */
  #waiting: Waiting[] = [];
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

  keep(entry: KeptEntry): void {
    this.tell({ kind: 'keep', entry });
  }

  /** Rejects with an `AppError`, also when the thread dies. */
  do(task: Task): Promise<KeptEntry | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
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
    const waiting = this.#waiting.shift();
    if (answer.kind === 'done') waiting?.resolve(answer.entry);
    else waiting?.reject(new AppError(answer.error.code, answer.error.detail));
  }

  #fail(reason: string): void {
    this.#failure ??= new AppError('internal', `a rendering thread failed: ${reason}`);
    for (const { reject } of this.#waiting) reject(this.#failure);
    this.#waiting = [];
  }
}
