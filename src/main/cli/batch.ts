import { AppError } from '@shared/errors';
import { stages, type Progress } from '@shared/contract/contract';
import type { EngineCall } from '../engine/core';
import type { ProgressView, Terminal } from './terminal';
import type { Words } from './words/words';

/** 0: everything worked. 1: some failed. 2: not understood. 130: stopped by the person. */
export type ExitCode = 0 | 1 | 2 | 130;

/** A failure that only the command line knows, worded for this very photo. */
export class PhotoFailure extends Error {
  override readonly name = 'PhotoFailure';

  constructor(
    readonly code: 'no-face' | 'no-makeup' | 'no-match',
    message: string,
  ) {
    super(message);
  }
}

export interface Outcome {
  /** For a person. */
  readonly line: string;
  /** For a program. */
  readonly record: object;
  readonly warning?: string;
}

export interface Job {
  readonly photo: string;
  run(call: EngineCall): Promise<Outcome>;
}

export interface BatchOptions {
  readonly words: Words;
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** Does one job after the other; one that fails gets its line, and the rest goes on. */
export async function runBatch(jobs: readonly Job[], options: BatchOptions): Promise<ExitCode> {
  const { words, terminal } = options;
  const view = terminal.startProgress(jobs.length);
  let failed = 0;
  let stopped = false;
  try {
    for (const [index, job] of jobs.entries()) {
      const end = await runJob(job, index, view, options);
      if (end === 'failed') failed++;
      stopped = end === 'stopped';
      if (stopped) break;
    }
  } finally {
    view.stop();
  }
  if (stopped) {
    terminal.notice(`maquette: ${words.stopped}`);
    return 130;
  }
  if (failed > 0 && jobs.length > 1) {
    terminal.notice(`maquette: ${words.summary(failed, jobs.length)}`);
  }
  return failed > 0 ? 1 : 0;
}

async function runJob(
  job: Job,
  index: number,
  view: ProgressView,
  { words, terminal, json, signal }: BatchOptions,
): Promise<'done' | 'failed' | 'stopped'> {
  view.show(index, job.photo);
  const onProgress = (progress: Progress): void =>
    view.show(index + shareDone(progress), `${job.photo} · ${words.stages[progress.stage]}`);
  try {
    const { line, record, warning } = await job.run({ signal, onProgress });
    if (warning !== undefined) terminal.notice(`maquette: ${warning}`);
    terminal.result(json ? JSON.stringify(record) : line);
    return 'done';
  } catch (error) {
    if (signal.aborted) return 'stopped';
    const { message, code, detail } = describe(error, words);
    terminal.notice(`maquette: ${job.photo}: ${message}`);
    if (json) terminal.result(JSON.stringify({ photo: job.photo, error: { code, detail } }));
    return 'failed';
  }
}

/** How far a photo is: the stages follow each other and are taken to be equally long. */
function shareDone({ stage, fraction }: Progress): number {
  return (stages.indexOf(stage) + (fraction ?? 0)) / stages.length;
}

function describe(error: unknown, words: Words): { message: string; code: string; detail: string } {
  if (error instanceof PhotoFailure) {
    return { message: error.message, code: error.code, detail: error.message };
  }
  const { code, detail } = AppError.from(error);
  // The words for a missing file say all that there is to say.
  const message =
    detail && code !== 'file-not-found' ? `${words.errors[code]} (${detail})` : words.errors[code];
  return { message, code, detail };
}
