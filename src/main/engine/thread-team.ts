import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AppError, throwIfCancelled } from '@shared/errors';
import { letMessagesIn } from './cancellation';
import { countDone, giveUp, shareTasks, takeTask, type TaskShares } from './task-shares';
import type { Stage, ThreadAnswer, ThreadOrder, WorkOf } from './thread-messages';

/** What there is to do, and how the caller's own thread does it. */
export interface TeamWork<Work extends keyof WorkOf> {
  readonly work: Work;
  readonly do: (task: WorkOf[Work]['task'], at: number) => WorkOf[Work]['made'] | undefined;
  /** Told of all that tasks made, whoever did them: `maker` is nobody for the caller's own thread. */
  readonly onMade: (made: WorkOf[Work]['made'], task: number, maker: object | undefined) => void;
  readonly signal: AbortSignal | undefined;
  readonly onProgress?: (doneTasks: number) => void;
}

/** More threads would wait for the memory, and each has a cache of its own. */
const mostThreads = 8;

/** After so many failures no threads are started any more: trying again does not mend what is wrong. */
const mostFailures = 3;

/** As many threads as there are cores; nobody without a script for them, or with one core. */
export function teamOfCores(script: string | undefined): ThreadTeam | undefined {
  const threads = Math.min(availableParallelism(), mostThreads);
  return script !== undefined && threads > 1 ? new ThreadTeam(script, threads) : undefined;
}

/**
 * Threads that do tasks together with the caller's own, which is one of them: it gives way to messages between its
 * tasks. The others are started once and stay for whatever comes next. Where one of them fails, the caller's own does
 * all tasks of the stage again and goes on alone; whatever comes next has new threads.
 */
export class ThreadTeam {
  #threads: WorkThread[] = [];
  #generation = 0;
  #failures = 0;
  /** Ends with what is being done: one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly script: string,
    private readonly threadCount: number,
  ) {}

  get count(): number {
    return this.threadCount;
  }

  /** Has the threads there, if they are not: they take a tenth of a second to come up. Another number: they know nothing. */
  start(): number {
    if (this.#threads.length > 0 || this.#failures >= mostFailures) return this.#generation;
    this.#threads = Array.from({ length: this.threadCount - 1 }, () => new WorkThread(this.script));
    return ++this.#generation;
  }

  /** When everything that was asked for before is done. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** All threads, or all but one. */
  tell(order: ThreadOrder, except?: object): void {
    for (const thread of this.#threads) if (thread !== except) thread.tell(order);
  }

  /**
   * One stage after the other: everybody takes the next task as soon as the last one is done. A task may be done twice,
   * and so may only write what it does not read. Throws what the caller's own thread does.
   */
  async doStages<Work extends keyof WorkOf>(
    stages: readonly (readonly WorkOf[Work]['task'][])[],
    work: TeamWork<Work>,
  ): Promise<void> {
    let before = 0;
    this.#threads.forEach((thread) => thread.hold(true));
    try {
      for (const tasks of stages) {
        const onProgress = (done: number): void => work.onProgress?.(before + done);
        await this.#doTogether(tasks, { ...work, onProgress });
        before += tasks.length;
      }
    } finally {
      this.#threads.forEach((thread) => thread.hold(false));
    }
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#stop();
  }

  async #doTogether<Work extends keyof WorkOf>(
    tasks: readonly WorkOf[Work]['task'][],
    team: TeamWork<Work>,
  ): Promise<void> {
    if (tasks.length === 0) return;
    const shares = shareTasks(tasks.length, this.#threads.length + 1);
    const others = this.#threads.map(async (thread, at) => {
      const stage = { kind: 'stage', work: team.work, tasks, shares, share: at + 1 } as Stage;
      try {
        await thread.join(stage, (made, task) => team.onMade(made, task, thread));
      } catch (error) {
        giveUp(shares);
        throw error;
      }
    });
    // The next stage may begin only when nobody writes into what this one works on.
    const [own, ...rest] = await Promise.allSettled([takePart(tasks, shares, team), ...others]);
    const failure = rest.find((result) => result.status === 'rejected');
    if (failure) {
      // What they left behind is not to be relied on.
      await this.#stop();
      this.#failures++;
      process.emitWarning(`${failure.reason}; its work is done again without it`);
    }
    if (own.status === 'rejected') throw own.reason;
    if (failure) await this.#doTogether(tasks, team);
  }

  async #stop(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** The caller's own thread. */
async function takePart<Work extends keyof WorkOf>(
  tasks: readonly WorkOf[Work]['task'][],
  shares: TaskShares,
  { do: make, onMade, signal, onProgress }: TeamWork<Work>,
): Promise<void> {
  try {
    for (let taken = takeTask(shares, 0); taken !== undefined; taken = takeTask(shares, 0)) {
      await letMessagesIn();
      throwIfCancelled(signal);
      const made = make(tasks[taken]!, taken);
      if (made !== undefined) onMade(made, taken, undefined);
      onProgress?.(countDone(shares));
    }
  } catch (error) {
    giveUp(shares);
    throw error;
  }
}

/** What a thread is asked to take part in. */
interface Joined {
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
  readonly onMade: (made: never, task: number) => void;
}

class WorkThread {
  readonly #worker: Worker;
  #joined: Joined | undefined;
  #failure: AppError | undefined;

  constructor(script: string) {
    this.#worker = new Worker(script);
    // Nobody waits for threads that have nothing to do.
    this.#worker.unref();
    this.#worker.on('message', (answer: ThreadAnswer) => this.#hear(answer));
    this.#worker.on('error', (error) => this.#fail(error.message));
    this.#worker.on('messageerror', (error) => this.#fail(error.message));
    this.#worker.on('exit', (code) => this.#fail(`it ended with code ${code}`));
  }

  tell(order: ThreadOrder): void {
    this.#worker.postMessage(order);
  }

  /** Until no task is left. Rejects with an `AppError`, also when the thread dies. */
  join(stage: Stage, onMade: Joined['onMade']): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#joined = { resolve, reject, onMade };
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

  #hear(answer: ThreadAnswer): void {
    switch (answer.kind) {
      case 'made':
        this.#joined?.onMade(answer.made as never, answer.task);
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
