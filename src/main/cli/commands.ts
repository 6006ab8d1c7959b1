import { Command, Option } from 'commander';
import { exportFormats, locales, type ExportFormat } from '@shared/contract/contract';
import type { EditDefinition } from '@shared/edits/define';
import { parseEdits } from './edit-arguments';
import { parseFaceChoice, type FaceChoice } from './faces';
import { addLookFrom, parseReferenceFace } from './look-from-command';
import { addCommand, exampleText, integer, oneOf } from './options';
import type { ApplyRequest, ProjectRequest, Request, RequestedLook } from './request';
import { addSwap } from './swap-command';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

export interface ProgramOptions {
  readonly words: Words;
  readonly version: string;
  readonly definitions: readonly EditDefinition[];
}

type OnRequest = (request: Request) => void;

/** The commands and their options; an understood command becomes a request. Throws `UsageError` while parsing. */
export function createProgram(options: ProgramOptions, onRequest: OnRequest): Command {
  const { words, version } = options;
  const program = new Command('maquette')
    .description(words.programDescription)
    .usage('<command> [options]')
    .version(version, '-V, --version', words.versionOption)
    .helpOption('-h, --help', words.helpOption)
    .helpCommand('help [command]', words.helpCommand)
    .configureHelp({ styleTitle: (title) => words.titles[title] ?? title, showGlobalOptions: true })
    .addOption(
      new Option('--lang <language>', words.langOption).argParser(oneOf('--lang', locales, words)),
    );
  // A command inherits the configuration of its parent only if it is added afterwards.
  addParse(program, words, onRequest);
  addApply(program, options, onRequest);
  addEdits(program, words, onRequest);
  addLooks(program, words, onRequest);
  addLookFrom(program, words, onRequest);
  addSwap(program, words, onRequest);
  return program;
}

function addParse(program: Command, words: Words, onRequest: OnRequest): void {
  addCommand(program, 'parse', '<photo...> --out-dir <folder> [options]', words)
    .summary(words.parseSummary)
    .description(words.parseDescription)
    .argument('<photo...>', words.photoArgument)
    .requiredOption('--out-dir <folder>', words.outDirectoryOption)
    .option('--json', words.jsonOption)
    .addHelpText('after', words.rules)
    .addHelpText('after', exampleText(words, ['maquette parse portrait.jpg --out-dir labels']))
    .action((photos: string[], { outDir, json }: { outDir: string; json?: boolean }) =>
      onRequest({ kind: 'parse', photos, outDirectory: outDir, json: json === true }),
    );
}

interface ApplyOptions {
  readonly edit?: readonly string[];
  readonly project?: string;
  readonly look?: string;
  readonly lookFrom?: string;
  readonly referenceFace?: number;
  readonly lookStrength?: number;
  readonly out?: string;
  readonly outDir?: string;
  readonly faces?: FaceChoice;
  readonly format?: ExportFormat;
  readonly quality?: number;
  readonly size?: number;
  readonly stripMetadata?: boolean;
  readonly json?: boolean;
}

const usualQuality = 92;
/** No format of ours holds longer sides than 65,500 (JPEG). */
const longestSide = 65_500;

const applyExamples = [
  'maquette apply portrait.jpg --edit lip-color.color=#b0404a --edit lip-color.finish=matte --out red.jpg',
  'maquette apply portrait.jpg --look classic-red --look-strength 0.6 --out evening.jpg',
  'maquette apply portrait.jpg --look-from reference.jpg --out same-look.jpg',
  'maquette apply --project portrait.maquette --out portrait-edited.jpg',
  'maquette apply "photos/*.jpg" --edit lip-color.strength=0.5 --faces largest --format png --out-dir edited',
];

function addApply(program: Command, options: ProgramOptions, onRequest: OnRequest): void {
  const { words } = options;
  const usage =
    '(<photo...> (--look <look> | --look-from <photo> | --edit <edit.parameter=value>) | --project <file.maquette>) (--out <file> | --out-dir <folder>) [options]';
  const command = addCommand(program, 'apply', usage, words)
    .summary(words.applySummary)
    .description(words.applyDescription)
    .argument('[photo...]', words.photoArgument)
    .action((photos: string[], given: ApplyOptions) => onRequest(toApply(photos, given, options)));
  addApplyOptions(command, words);
  command.addHelpText('after', words.rules).addHelpText('after', exampleText(words, applyExamples));
}

function toApply(
  photos: readonly string[],
  given: ApplyOptions,
  options: ProgramOptions,
): ApplyRequest | ProjectRequest {
  const { words } = options;
  const result = {
    output: outputOf(given, words),
    format: given.format ?? null,
    quality: given.quality ?? usualQuality,
    longestSidePixels: given.size ?? null,
    keepMetadata: given.stripMetadata !== true,
    json: given.json === true,
  };
  if (given.project !== undefined) {
    const others = [given.edit, given.look, given.lookFrom, given.lookStrength, given.faces];
    if (photos.length > 0 || others.some((other) => other !== undefined)) {
      throw new UsageError(words.project.alone);
    }
    return { kind: 'project', project: given.project, ...result };
  }
  if (photos.length === 0) throw new UsageError(words.missingPhotos);
  const faces = given.faces ?? { kind: 'all' };
  return { kind: 'apply', photos, ...whatToApply(given, options), faces, ...result };
}

function addApplyOptions(command: Command, words: Words): void {
  const add = <Value>(
    flags: string,
    description: string,
    parse: (text: string, before: Value | undefined) => Value,
  ): Option => new Option(flags, description).argParser<Value | undefined>(parse);
  const { formatOption } = words;
  command
    .addOption(
      add<readonly string[]>('--edit <edit.parameter=value>', words.editOption, (text, before) => [
        ...(before ?? []),
        text,
      ]),
    )
    .option('--project <file>', words.project.option)
    .option('--look <name or file>', words.lookOption)
    .option('--look-from <photo>', words.lookFromOption)
    .addOption(
      add('--reference-face <number>', words.referenceFaceOption, parseReferenceFace(words)),
    )
    .addOption(
      add('--look-strength <number>', words.lookStrengthOption, share('--look-strength', words)),
    )
    .option('--out <file>', words.outOption)
    .option('--out-dir <folder>', words.outDirectoryOption)
    .addOption(add('--faces <which>', words.facesOption, (text) => parseFaceChoice(text, words)))
    .addOption(
      add(
        '--format <format>',
        formatOption(exportFormats),
        oneOf('--format', exportFormats, words),
      ),
    )
    .addOption(add('--quality <number>', words.qualityOption, integer('--quality', 1, 100, words)))
    .addOption(add('--size <pixels>', words.sizeOption, integer('--size', 1, longestSide, words)))
    .option('--strip-metadata', words.stripOption)
    .option('--json', words.jsonOption);
}

function addEdits(program: Command, words: Words, onRequest: OnRequest): void {
  addCommand(program, 'edits', '[options]', words)
    .description(words.editsSummary)
    .option('--json', words.editsJsonOption)
    .action(({ json }: { json?: boolean }) => onRequest({ kind: 'edits', json: json === true }));
}

function addLooks(program: Command, words: Words, onRequest: OnRequest): void {
  addCommand(program, 'looks', '[options]', words)
    .description(words.looksSummary)
    .option('--json', words.editsJsonOption)
    .action(({ json }: { json?: boolean }) => onRequest({ kind: 'looks', json: json === true }));
}

function whatToApply(
  given: ApplyOptions,
  { definitions, words }: ProgramOptions,
): Pick<ApplyRequest, 'look' | 'edits'> {
  const { edit = [] } = given;
  const look = lookOf(given, words);
  if (!look && edit.length === 0) throw new UsageError(words.nothingToApply);
  return { look, edits: parseEdits(edit, definitions, words) };
}

function lookOf(given: ApplyOptions, words: Words): RequestedLook | null {
  const { look, lookFrom, referenceFace, lookStrength: strength = 1 } = given;
  if (look !== undefined && lookFrom !== undefined) throw new UsageError(words.oneLook);
  if (referenceFace !== undefined && lookFrom === undefined) {
    throw new UsageError(words.faceWithoutReference);
  }
  if (lookFrom !== undefined) {
    const reference = { photo: lookFrom, face: referenceFace ?? 1 };
    return { from: { kind: 'photo', reference }, strength };
  }
  if (look !== undefined) return { from: { kind: 'name', name: look }, strength };
  if (given.lookStrength !== undefined) throw new UsageError(words.strengthWithoutLook);
  return null;
}

function outputOf({ out, outDir }: ApplyOptions, words: Words): ApplyRequest['output'] {
  if (out !== undefined && outDir === undefined) return { kind: 'file', path: out };
  if (outDir !== undefined && out === undefined) return { kind: 'directory', path: outDir };
  throw new UsageError(words.oneOutput);
}

function share(name: string, words: Words) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= 0 && value <= 1)) {
      throw new UsageError(words.badValue(name, text, words.allowedNumber(0, 1)));
    }
    return value;
  };
}
