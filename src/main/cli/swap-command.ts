import { Option, type Command } from 'commander';
import { stitchFeatures, type StitchFeature } from '@shared/stitching/features';
import { parseFaceChoice, type FaceChoice } from './faces';
import { addCommand, exampleText, integer, oneOf } from './options';
import type { SwapRequest } from './request';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

interface SwapOptions {
  readonly features: readonly StitchFeature[];
  readonly out: string;
  readonly faces?: FaceChoice;
  readonly donorFace?: number;
  readonly clarity?: 'match' | 'off';
  readonly grain?: 'match' | 'off';
  readonly report?: string;
  readonly quality?: number;
  readonly json?: boolean;
}

const usualQuality = 92;
const mostFaces = 1000;
const switches = ['match', 'off'] as const;
const examples = [
  'maquette swap portrait.jpg donor.jpg --features eyes,brows --out swapped.jpg --report swapped.json',
];

/** `maquette swap <target> <donor>`: features of one face into another. */
export function addSwap(
  program: Command,
  words: Words,
  onRequest: (request: SwapRequest) => void,
): void {
  const { swap } = words;
  const usage = '<target> <donor> --features <list> --out <file> [options]';
  const command = addCommand(program, 'swap', usage, words)
    .summary(swap.summary)
    .description(swap.description)
    .argument('<target>', swap.targetArgument)
    .argument('<donor>', swap.donorArgument)
    .action((target: string, donor: string, given: SwapOptions) =>
      onRequest({
        kind: 'swap',
        target,
        donor,
        features: given.features,
        out: given.out,
        faces: given.faces ?? { kind: 'largest' },
        donorFace: given.donorFace ?? 1,
        clarity: given.clarity ?? 'match',
        grain: given.grain ?? 'match',
        report: given.report ?? null,
        quality: given.quality ?? usualQuality,
        json: given.json === true,
      }),
    );
  addOptions(command, words);
  command.addHelpText('after', words.rules).addHelpText('after', exampleText(words, examples));
}

function addOptions(command: Command, words: Words): void {
  const { swap } = words;
  const option = (flags: string, text: string, parse: (value: string) => unknown): Option =>
    new Option(flags, text).argParser(parse);
  const features = swap.featuresOption(stitchFeatures);
  command
    .addOption(
      option('--features <list>', features, (text) =>
        parseFeatures(text, words),
      ).makeOptionMandatory(),
    )
    .requiredOption('--out <file>', words.outOption)
    .addOption(option('--faces <which>', swap.facesOption, (text) => parseFaceChoice(text, words)))
    .addOption(
      option(
        '--donor-face <number>',
        swap.donorFaceOption,
        integer('--donor-face', 1, mostFaces, words),
      ),
    )
    .addOption(
      option('--clarity <match|off>', swap.clarityOption, oneOf('--clarity', switches, words)),
    )
    .addOption(option('--grain <match|off>', swap.grainOption, oneOf('--grain', switches, words)))
    .option('--report <file.json>', swap.reportOption)
    .addOption(
      option('--quality <number>', words.qualityOption, integer('--quality', 1, 100, words)),
    )
    .option('--json', words.jsonOption);
}

function parseFeatures(text: string, words: Words): readonly StitchFeature[] {
  const names = text.split(',').map((name) => name.trim());
  const known = names.flatMap((name) => stitchFeatures.find((feature) => feature === name) ?? []);
  if (known.length !== names.length) {
    throw new UsageError(words.badValue('--features', text, stitchFeatures.join(',')));
  }
  return stitchFeatures.filter((feature) => known.includes(feature));
}
