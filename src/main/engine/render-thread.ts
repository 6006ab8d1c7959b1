import { parentPort } from 'node:worker_threads';
import type { Analysis } from '@shared/analysis/face';
import { planDocument } from '@shared/edits/plan';
import { AppError } from '@shared/errors';
import type { Piece, PieceWork } from '@shared/render/together';
import { pieceWork } from './crew';
import { countDone, giveUp, takeTask } from '@shared/render/task-shares';
import type { Stage, ThreadAnswer, ThreadOrder } from './thread-messages';

/** A thread of a `ThreadTeam`. */
let analysis: Analysis | undefined;
let work: PieceWork | undefined;
let piece: Piece | undefined;

parentPort?.on('message', (order: ThreadOrder) => {
  switch (order.kind) {
    case 'analysis':
      analysis = order.analysis;
      return;
    case 'begin':
      work = analysis && pieceWork(planDocument(order.job.document, analysis), order.job.source);
      return;
    case 'piece':
      piece = order.piece;
      return;
    case 'keep':
      work?.keep(order.entry);
      return;
    case 'stage':
      answer(endOf(order));
      return;
    case 'end':
      work = undefined;
      piece = undefined;
  }
});

function endOf(stage: Stage): ThreadAnswer {
  const { shares, share } = stage;
  try {
    for (;;) {
      const task = takeTask(shares, share);
      if (task === undefined) return { kind: 'done' };
      const made = makeOf(stage, task);
      if (made !== undefined) answer({ kind: 'made', task, made });
      countDone(shares);
    }
  } catch (error) {
    giveUp(shares);
    return { kind: 'failed', error: AppError.from(error).serialize() };
  }
}

function makeOf(stage: Stage, task: number): unknown {
  if (!work || !piece) throw new AppError('internal', 'no picture to render');
  return work.do(stage.tasks[task]!, piece);
}

function answer(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}
