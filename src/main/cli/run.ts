import type { Locale } from '@shared/contract/contract';
import type { EditDefinition } from '@shared/edits/define';
import { builtInLooks } from '@shared/looks/built-in';
import { lookName } from '@shared/looks/look';
import type { WornLook } from '@shared/looks/wear';
import type { EngineCall, EngineCore } from '../engine/core';
import { PhotoFailure, runBatch, type ExitCode, type Job, type Outcome } from './batch';
import { applyToPhoto, parsePhoto, type Tools } from './jobs';
import { describeLooks, findLook, listLooks } from './looks';
import { describeEdits, listEdits } from './list-edits';
import {
  formatForFile,
  parseTargets,
  pictureTarget,
  refuseClashes,
  type PictureTarget,
} from './naming';
import { findPhotos } from './photos';
import { parseArguments } from './program';
import type { ApplyRequest, ParseRequest } from './request';
import { planSwap } from './swap-job';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';
import { words as allWords, type Words } from './words/words';

export interface CommandLine {
  readonly locale: Locale;
  readonly version: string;
  readonly definitions: readonly EditDefinition[];
  readonly terminal: Terminal;
  readonly helpColumns: number;
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal;
  /** Called once there is work for it. */
  readonly createCore: () => EngineCore;
  readonly now: () => number;
}

/** Runs the command that `argv` (without the program's name) asks for. Never throws for what a person can do wrong. */
export async function runCommandLine(
  argv: readonly string[],
  commandLine: CommandLine,
): Promise<ExitCode> {
  const { locale, terminal, definitions } = commandLine;
  const words = allWords[locale];
  const parsed = parseArguments(argv, { ...commandLine, words });
  if (parsed.kind === 'answer') {
    terminal.result(parsed.text.trimEnd());
    return 0;
  }
  if (parsed.kind === 'refusal') return refuse(parsed.lines, terminal);
  const { request } = parsed;
  if (request.kind === 'edits') {
    terminal.result(
      request.json
        ? JSON.stringify(describeEdits(definitions), null, 2)
        : listEdits(definitions, locale, words),
    );
    return 0;
  }
  if (request.kind === 'looks') {
    terminal.result(
      request.json
        ? JSON.stringify(describeLooks(builtInLooks), null, 2)
        : listLooks(builtInLooks, locale),
    );
    return 0;
  }
  try {
    if (request.kind === 'swap') {
      return await runWork([planSwap(request, words)], [], request.json, words, commandLine);
    }
    return await runOnPhotos(request, words, commandLine);
  } catch (error) {
    if (error instanceof UsageError) return refuse([error.message], terminal);
    throw error;
  }
}

function refuse(lines: readonly string[], terminal: Terminal): ExitCode {
  lines.forEach((line, index) => terminal.notice(index === 0 ? `maquette: ${line}` : line));
  return 2;
}

async function runOnPhotos(
  request: ParseRequest | ApplyRequest,
  words: Words,
  commandLine: CommandLine,
): Promise<ExitCode> {
  const { photos, unmatched } = await findPhotos(request.photos, process.cwd());
  const work =
    request.kind === 'parse'
      ? planParsing(request, photos, words)
      : planApplying(request, await lookOf(request, words, commandLine), photos, words);
  return runWork(work, unmatched, request.json, words, commandLine);
}

async function runWork(
  work: readonly Work[],
  unmatched: readonly string[],
  json: boolean,
  words: Words,
  { createCore, terminal, signal, now }: CommandLine,
): Promise<ExitCode> {
  const core = createCore();
  const tools: Tools = { core, words, now };
  const jobs: Job[] = [
    ...unmatched.map((pattern) => failingJob(pattern, words)),
    ...work.map(({ photo, run }) => ({ photo, run: (call: EngineCall) => run(tools, call) })),
  ];
  try {
    // Once a machine this takes seconds; should it fail, every photo's own analysis tells why.
    if (work.length > 0) await core.chooseProvider().catch(() => undefined);
    return await runBatch(jobs, { words, terminal, signal, json });
  } finally {
    await core.close();
  }
}

interface Work {
  readonly photo: string;
  readonly run: (tools: Tools, call: EngineCall) => Promise<Outcome>;
}

function failingJob(pattern: string, words: Words): Job {
  const failure = new PhotoFailure('no-match', words.noMatch);
  return { photo: pattern, run: () => Promise.reject(failure) };
}

function planParsing(
  { outDirectory }: ParseRequest,
  photos: readonly string[],
  words: Words,
): readonly Work[] {
  const planned = photos.map((photo) => ({ photo, targets: parseTargets(photo, outDirectory) }));
  const outputs = planned.map(({ photo, targets: { labels, faces } }) => ({
    photo,
    outputs: [labels, faces],
  }));
  refuseClashes(outputs, words);
  return planned.map(({ photo, targets }) => ({
    photo,
    run: (tools, call) => parsePhoto(photo, targets, tools, call),
  }));
}

async function lookOf(
  { look }: ApplyRequest,
  words: Words,
  { definitions, locale, terminal }: CommandLine,
): Promise<WornLook | undefined> {
  if (!look) return undefined;
  const found = await findLook(look.named, definitions, words);
  if (found.leftOut.length > 0) {
    const name = lookName(found.look, locale);
    terminal.notice(`maquette: ${words.lookIncomplete(name, found.leftOut)}`);
  }
  return { look: found, strength: look.strength };
}

function planApplying(
  request: ApplyRequest,
  worn: WornLook | undefined,
  photos: readonly string[],
  words: Words,
): readonly Work[] {
  const planned = photos.map((photo) => ({ photo, target: targetOf(request, photo, words) }));
  if (request.output.kind === 'file' && planned.length > 1) {
    throw new UsageError(words.outForOne(planned.length));
  }
  const outputs = planned.map(({ photo, target }) => ({ photo, outputs: [target.path] }));
  refuseClashes(outputs, words);
  return planned.map(({ photo, target }) => ({
    photo,
    run: (tools, call) => applyToPhoto(photo, target, request, worn, tools, call),
  }));
}

function targetOf({ output, format }: ApplyRequest, photo: string, words: Words): PictureTarget {
  const { path } = output;
  return output.kind === 'file'
    ? { path, format: formatForFile(path, format, words) }
    : pictureTarget(photo, path, format);
}
