import type { Face } from '@shared/analysis/face';
import { throwIfCancelled } from '@shared/errors';
import type { Staged, StitchTask } from '@shared/stitching/staged';
import { doTask } from '@shared/stitching/work';
import { letMessagesIn } from './cancellation';
import { withNumbers } from './stitch-messages';
import type { ThreadTeam } from './thread-team';

/** Runs stitching to its end, one thing after the other or many at once; it gives way to messages between stages. */
export class StitchCrew {
  /** Which threads are told of. */
  #generation = 0;
  readonly #numbers = new Map<Face, number>();
  #next = 0;

  /** Without a team everything is done in the caller's own thread. */
  constructor(private readonly team?: ThreadTeam) {}

  async run<Result>(work: Staged<Result>, signal: AbortSignal | undefined): Promise<Result> {
    let state = work.next([]);
    while (state.done !== true) state = work.next(await this.#made(state.value, signal));
    return state.value;
  }

  async #made(
    tasks: readonly StitchTask[],
    signal: AbortSignal | undefined,
  ): Promise<readonly unknown[]> {
    const { team } = this;
    if (team && tasks.length > 1) return team.inTurn(() => this.#together(team, tasks, signal));
    await letMessagesIn();
    throwIfCancelled(signal);
    return tasks.map(doTask);
  }

  async #together(
    team: ThreadTeam,
    tasks: readonly StitchTask[],
    signal: AbortSignal | undefined,
  ): Promise<readonly unknown[]> {
    if (team.start() !== this.#generation) {
      this.#generation = team.start();
      this.#numbers.clear();
    }
    const sent = tasks.map((task) => withNumbers(task, (face) => this.#numberOf(face, team)));
    const made = new Array<unknown>(tasks.length);
    await team.doStages<'stitch'>([sent], {
      work: 'stitch',
      do: (_sent, at) => (made[at] = doTask(tasks[at]!)),
      onMade: (one, at) => (made[at] = one),
      signal,
    });
    return made;
  }

  /** Threads remember the last few faces. */
  #numberOf(face: Face, team: ThreadTeam): number {
    const known = this.#numbers.get(face);
    if (known !== undefined) return known;
    const number = this.#next++ % rememberedFaces;
    for (const [other, taken] of this.#numbers) if (taken === number) this.#numbers.delete(other);
    this.#numbers.set(face, number);
    team.tell({ kind: 'face', number, face });
    return number;
  }
}

const rememberedFaces = 6;
