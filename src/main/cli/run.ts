import type { Locale } from '@shared/contract/contract';
import type { EditDefinition } from '@shared/edits/define';
import { lookName, understandLook, type WearableLook } from '@shared/looks/look';
import type { EngineCall, EngineCore } from '../engine/core';
import type { OwnLooks } from '../own-looks';
import { PhotoFailure, runBatch, type ExitCode, type Job, type Outcome } from './batch';
import { applyToPhoto, parsePhoto, type Tools, type Wearing } from './jobs';
import { lookOfReference, planLookFrom } from './look-from-job';
import { describeLooks, findLook, listLooks } from './looks';
import { describeEdits, listEdits } from './list-edits';
import {
  formatForFile,
  parseTargets,
  pictureTarget,
  refuseClashes,
  type Plan,
  type PictureTarget,
} from './naming';
import { findPhotos } from './photos';
import { planProject } from './project-job';
import { parseArguments } from './program';
import type { ApplyRequest, LooksRequest, ParseRequest, RequestedLook } from './request';
import { planSwap } from './swap-job';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';
import { words as allWords, type Words } from './words/words';

export interface CommandLine {
  readonly locale: Locale;
  readonly version: string;
  readonly definitions: readonly EditDefinition[];
  /** Those that the window saved. */
  readonly ownLooks: Pick<OwnLooks, 'list'>;
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
  if (request.kind === 'looks') return printLooks(request, words, commandLine);
  try {
    if (request.kind === 'look-from') {
      const work = planLookFrom(request, definitions, locale, words);
      return await runWork([work], [], request.json, words, commandLine);
    }
    if (request.kind === 'project') {
      const work = await planProject(request, words);
      return await runWork([work], [], request.json, words, commandLine);
    }
    if (request.kind === 'swap') {
      return await runWork([planSwap(request, words)], [], request.json, words, commandLine);
    }
    return await runOnPhotos(request, words, commandLine);
  } catch (error) {
    if (error instanceof UsageError) return refuse([error.message], terminal);
    throw error;
  }
}

async function printLooks(
  { json }: LooksRequest,
  words: Words,
  { locale, terminal, definitions, ownLooks }: CommandLine,
): Promise<ExitCode> {
  const { looks, unreadable } = await ownLooks.list();
  if (unreadable.length > 0) terminal.notice(`maquette: ${words.unreadableLooks(unreadable)}`);
  terminal.result(
    json ? JSON.stringify(describeLooks(looks), null, 2) : listLooks(looks, definitions, locale),
  );
  return 0;
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
      : planApplying(request, await wearingOf(request.look, words, commandLine), photos, words);
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

/** What the photos are to wear. A named look is found at once; one from a photo is read when the first needs it. */
async function wearingOf(
  look: RequestedLook | null,
  words: Words,
  commandLine: CommandLine,
): Promise<Wearing> {
  if (!look) return () => Promise.resolve(undefined);
  const { from, strength } = look;
  const { definitions, ownLooks } = commandLine;
  if (from.kind === 'name') {
    const { looks } = await ownLooks.list();
    const found = await findLook(from.name, looks, definitions, words);
    tellLeftOut(found, words, commandLine);
    return () => Promise.resolve({ look: found, strength });
  }
  let read: Promise<WearableLook> | undefined;
  return async (tools, call) => {
    read ??= lookOfReference(from.reference, null, tools, call).then((one) =>
      understandLook(one, definitions),
    );
    return { look: await read, strength };
  };
}

function tellLeftOut(
  { look, leftOut }: WearableLook,
  words: Words,
  { locale, terminal }: CommandLine,
): void {
  if (leftOut.length === 0) return;
  terminal.notice(`maquette: ${words.lookIncomplete(lookName(look, locale), leftOut)}`);
}

function planApplying(
  request: ApplyRequest,
  wearing: Wearing,
  photos: readonly string[],
  words: Words,
): readonly Work[] {
  const planned = photos.map((photo) => ({ photo, target: targetOf(request, photo, words) }));
  if (request.output.kind === 'file' && planned.length > 1) {
    throw new UsageError(words.outForOne(planned.length));
  }
  const outputs = planned.map(({ photo, target }) => ({ photo, outputs: [target.path] }));
  refuseClashes([...outputs, ...referenceOf(request, photos)], words);
  return planned.map(({ photo, target }) => ({
    photo,
    run: (tools, call) => applyToPhoto(photo, target, request, wearing, tools, call),
  }));
}

/** A reference is only read: no output may replace it. */
function referenceOf({ look }: ApplyRequest, photos: readonly string[]): readonly Plan[] {
  if (look?.from.kind !== 'photo') return [];
  const { photo } = look.from.reference;
  return photos.includes(photo) ? [] : [{ photo, outputs: [] }];
}

function targetOf({ output, format }: ApplyRequest, photo: string, words: Words): PictureTarget {
  const { path } = output;
  return output.kind === 'file'
    ? { path, format: formatForFile(path, format, words) }
    : pictureTarget(photo, path, format);
}
