import type { Analysis } from '@shared/analysis/face';
import { planDocument } from '@shared/edits/plan';
import type { KeptEntry } from '@shared/render/context';
import type { Pass } from '@shared/render/pass';
import type { Piece, PieceWork, Task } from '@shared/render/together';
import { pieceWork, type Crew, type PieceCall } from './crew';
import { inSharedMemory } from './shared-memory';
import type { RenderJob } from './thread-messages';
import type { ThreadTeam } from './thread-team';

/** Renders pieces by a team of threads, one piece at a time. */
export class RenderPool {
  /** Which threads are told of. */
  #generation = 0;
  /** The picture that the threads know, and the faces, which they remember beyond it. */
  #job: RenderJob | undefined;
  #analysis: Analysis | undefined;

  constructor(private readonly team: ThreadTeam) {}

  /** Lends threads to one picture, of which `work` is told the passes. */
  async withCrew<Result>(
    { source, ...job }: RenderJob,
    work: (passes: readonly Pass[], crew: Crew) => Promise<Result>,
  ): Promise<Result> {
    const shared = { ...job, source: inSharedMemory(source) };
    try {
      // The others plan, and start for the first picture, while this thread plans.
      await this.team.inTurn(() => Promise.resolve(this.#begin(shared)));
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
        this.team.inTurn(async () => {
          const piece = work.createPiece(rectangle, (bytes) => new SharedArrayBuffer(bytes));
          const stages = work.stagesOf(piece);
          this.#begin(job);
          this.team.tell({ kind: 'piece', piece });
          await this.#work(stages, work, piece, call);
          return piece.result;
        }),
    };
  }

  /** Lets the threads forget the picture, which then can be freed. */
  forget(job: RenderJob): void {
    if (this.#job !== job) return;
    this.#job = undefined;
    this.team.tell({ kind: 'end' });
  }

  #begin(job: RenderJob): void {
    const generation = this.team.start();
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#job = undefined;
      this.#analysis = undefined;
    }
    if (this.#job === job) return;
    this.#job = job;
    const { analysis, ...rest } = job;
    if (this.#analysis !== analysis) this.team.tell({ kind: 'analysis', analysis });
    this.#analysis = analysis;
    this.team.tell({ kind: 'begin', job: rest });
  }

  #work(
    stages: readonly (readonly Task[])[],
    own: PieceWork,
    piece: Piece,
    { signal, onProgress }: PieceCall,
  ): Promise<void> {
    const total = stages.reduce((sum, tasks) => sum + tasks.length, 0);
    const [preparations = [], ...others] = stages;
    return this.team.doStages<'piece'>([dealt(preparations, this.team.count), ...others], {
      work: 'piece',
      do: (task) => own.do(task, piece),
      onMade: (entry: KeptEntry, _task, maker) => {
        if (maker) own.keep(entry);
        this.team.tell({ kind: 'keep', entry }, maker);
      },
      signal,
      onProgress: (done) => onProgress(done / total),
    });
  }
}

/** Preparations of one kind follow each other and take long: in this order equal shares hold some of each. */
function dealt(tasks: readonly Task[], count: number): readonly Task[] {
  return Array.from({ length: count }, (_, hand) =>
    tasks.filter((_task, index) => index % count === hand),
  ).flat();
}
