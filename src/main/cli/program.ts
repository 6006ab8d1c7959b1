import { CommanderError, type Command } from 'commander';
import { createProgram, type ProgramOptions } from './commands';
import type { Request } from './request';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

export type Parsed =
  | { readonly kind: 'request'; readonly request: Request }
  /** Help or the version, for standard output. */
  | { readonly kind: 'answer'; readonly text: string }
  /** Lines for standard error. */
  | { readonly kind: 'refusal'; readonly lines: readonly string[] };

export interface ParseOptions extends ProgramOptions {
  /** Where help is wrapped. */
  readonly helpColumns: number;
}

/** Understands the arguments that follow the program's name. Reads no file and writes nothing. */
export function parseArguments(argv: readonly string[], options: ParseOptions): Parsed {
  const { words, helpColumns } = options;
  let text = '';
  let request: Request | undefined;
  const program = createProgram(options, (understood) => (request = understood));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (part) => (text += part),
      writeErr: () => undefined,
      getOutHelpWidth: () => helpColumns,
    });
  }
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { kind: 'answer', text };
    const help = ['maquette', ...calledCommand(program, argv)].join(' ');
    return { kind: 'refusal', lines: [refusal(error, words), words.seeHelp(help)] };
  }
  if (!request) throw new Error('a command gave no request');
  return { kind: 'request', request };
}

function calledCommand(program: Command, argv: readonly string[]): readonly string[] {
  const names = program.commands.map((command) => command.name());
  return argv.filter((argument) => names.includes(argument)).slice(0, 1);
}

/** commander words its complaints in English only; the name in question is the first quoted one. */
function refusal(error: unknown, words: Words): string {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof CommanderError)) throw error;
  const { code, message } = error;
  const name = /'([^']*)'/u.exec(message)?.[1] ?? '';
  const near = /\(Did you mean (?:one of )?([^?,]+)/u.exec(message)?.[1];
  switch (code) {
    case 'commander.unknownOption':
      return words.unknownOption(name, near);
    case 'commander.unknownCommand':
      return words.unknownCommand(name, near);
    case 'commander.missingArgument':
      return words.missingPhotos;
    case 'commander.optionMissingArgument':
      return words.missingValue(name);
    case 'commander.missingMandatoryOptionValue':
      return words.missingOption(name);
    case 'commander.excessArguments':
      return words.tooManyArguments;
    case 'commander.help':
      return words.missingCommand;
    default:
      return message;
  }
}
