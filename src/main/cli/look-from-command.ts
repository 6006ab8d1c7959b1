import type { Command } from 'commander';
import { Option } from 'commander';
import { lookNameSchema } from '@shared/looks/look';
import { addCommand, exampleText, integer } from './options';
import type { LookFromRequest } from './request';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

interface LookFromOptions {
  readonly out: string;
  readonly referenceFace?: number;
  readonly name?: string;
  readonly json?: boolean;
}

const mostFaces = 1000;
const examples = [
  'maquette look-from reference.jpg --out evening.json --name "Evening"',
  'maquette apply portrait.jpg --look evening.json --out portrait-evening.jpg',
];

/** `maquette look-from <reference>`: the make-up of a face in a photo, as a look. */
export function addLookFrom(
  program: Command,
  words: Words,
  onRequest: (request: LookFromRequest) => void,
): void {
  const { lookFrom } = words;
  addCommand(program, 'look-from', '<reference> --out <file.json> [options]', words)
    .summary(lookFrom.summary)
    .description(lookFrom.description)
    .argument('<reference>', lookFrom.referenceArgument)
    .requiredOption('--out <file>', lookFrom.outOption)
    .addOption(
      new Option('--reference-face <number>', words.referenceFaceOption).argParser(
        parseReferenceFace(words),
      ),
    )
    .addOption(
      new Option('--name <name>', lookFrom.nameOption).argParser((text) => parseName(text, words)),
    )
    .option('--json', words.jsonOption)
    .addHelpText('after', exampleText(words, examples))
    .action((photo: string, given: LookFromOptions) =>
      onRequest({
        kind: 'look-from',
        reference: { photo, face: given.referenceFace ?? 1 },
        out: given.out,
        name: given.name ?? null,
        json: given.json === true,
      }),
    );
}

export function parseReferenceFace(words: Words): (text: string) => number {
  return integer('--reference-face', 1, mostFaces, words);
}

function parseName(text: string, words: Words): string {
  const name = lookNameSchema.safeParse(text);
  if (!name.success)
    throw new UsageError(words.badValue('--name', text, words.lookFrom.allowedName));
  return name.data;
}
