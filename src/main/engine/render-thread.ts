import { parentPort } from 'node:worker_threads';
import type { Analysis, Face } from '@shared/analysis/face';
import { planDocument } from '@shared/edits/plan';
import { AppError } from '@shared/errors';
import type { Piece, PieceWork } from '@shared/render/together';
import { doTask } from '@shared/stitching/work';
import { pieceWork } from './crew';
import { largeBuffersOf, withFaces } from './stitch-messages';
import { countDone, giveUp, takeTask } from './task-shares';
import type { Stage, ThreadAnswer, ThreadOrder } from './thread-messages';

/** A thread of a `ThreadTeam`. */
let analysis: Analysis | undefined;
let work: PieceWork | undefined;
let piece: Piece | undefined;
const faces: Face[] = [];

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
    case 'face':
      faces[order.number] = order.face;
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
      make(stage, task);
      countDone(shares);
    }
  } catch (error) {
    giveUp(shares);
    return { kind: 'failed', error: AppError.from(error).serialize() };
  }
}

function make(stage: Stage, task: number): void {
  if (stage.work === 'stitch') {
    const made = doTask(withFaces(stage.tasks[task]!, faces));
    return answer({ kind: 'made', task, made }, largeBuffersOf(made));
  }
  if (!work || !piece) throw new AppError('internal', 'no picture to render');
  const made = work.do(stage.tasks[task]!, piece);
  if (made !== undefined) answer({ kind: 'made', task, made });
}

function answer(message: ThreadAnswer, given: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, given);
}
