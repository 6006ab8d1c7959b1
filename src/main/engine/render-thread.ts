import { parentPort } from 'node:worker_threads';
import type { Analysis } from '@shared/analysis/face';
import { planDocument } from '@shared/edits/plan';
import { AppError } from '@shared/errors';
import type { Piece, PieceWork } from '@shared/render/together';
import { pieceWork } from './crew';
import type { RenderAnswer, RenderOrder } from './render-messages';

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
    case 'do':
      parentPort?.postMessage(answerTo(order));
      return;
    case 'end':
      work = undefined;
      piece = undefined;
  }
});

function answerTo({ task }: Extract<RenderOrder, { kind: 'do' }>): RenderAnswer {
  try {
    if (!work || !piece) throw new AppError('internal', 'no picture to render');
    return { kind: 'done', entry: work.do(task, piece) };
  } catch (error) {
    return { kind: 'failed', error: AppError.from(error).serialize() };
  }
}
