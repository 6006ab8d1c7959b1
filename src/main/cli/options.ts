import type { Command } from 'commander';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

/** What commands and their options have in common. */

export function addCommand(program: Command, name: string, usage: string, words: Words): Command {
  return program.command(name).usage(usage).helpOption('-h, --help', words.helpOption);
}

export function oneOf<Value extends string>(name: string, values: readonly Value[], words: Words) {
  return (text: string): Value => {
    const value = values.find((one) => one === text);
    if (!value) throw new UsageError(words.badValue(name, text, values.join(' | ')));
    return value;
  };
}

export function integer(name: string, minimum: number, maximum: number, words: Words) {
  return (text: string): number => {
    const value = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
    if (!(value >= minimum && value <= maximum)) {
      throw new UsageError(words.badValue(name, text, words.allowedInteger(minimum, maximum)));
    }
    return value;
  };
}

export function exampleText({ examples }: Words, lines: readonly string[]): string {
  return ['', examples, ...lines.map((line) => `  ${line}`)].join('\n');
}
