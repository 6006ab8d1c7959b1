import { parentPort } from 'node:worker_threads';
import type { Analysis } from '@shared/analysis/face';
import { planDocument } from '@shared/edits/plan';
import { AppError } from '@shared/errors';
import type { Piece, PieceWork } from '@shared/render/together';
import { pieceWork } from './crew';
import type { RenderAnswer, RenderOrder } from './render-messages';
import { countDone, giveUp, takeTask } from './task-shares';

/** A thread of `RenderPool`. */
let analysis: Analysis | undefined;
let work: PieceWork | undefined;
let piece: Piece | undefined;

parentPort?.on('message', (order: RenderOrder) => {
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

function endOf(stage: Extract<RenderOrder, { kind: 'stage' }>): RenderAnswer {
  try {
    if (!work || !piece) throw new AppError('internal', 'no picture to render');
    const { tasks, shares, share } = stage;
    for (;;) {
      const taken = takeTask(shares, share);
      if (taken === undefined) return { kind: 'done' };
      const entry = work.do(tasks[taken]!, piece);
      if (entry) answer({ kind: 'prepared', entry });
      countDone(shares);
    }
  } catch (error) {
    giveUp(stage.shares);
    return { kind: 'failed', error: AppError.from(error).serialize() };
  }
}

function answer(message: RenderAnswer): void {
  parentPort?.postMessage(message);
}
