import { printHead, printRow } from './table';

interface Check {
  readonly name: string;
  readonly reached: string;
  readonly bar: string;
  readonly isMet: boolean;
}

/** What was measured against a bar, for the summary at the end. */
export class Checks {
  readonly #all: Check[] = [];

  atMost(name: string, value: number, bar: number, digits = 2): void {
    this.#add(name, value.toFixed(digits), `at most ${bar}`, value <= bar);
  }

  atLeast(name: string, value: number, bar: number, digits = 1): void {
    this.#add(name, value.toFixed(digits), `at least ${bar}`, value >= bar);
  }

  within(name: string, value: number, least: number, most: number): void {
    this.#add(name, value.toFixed(2), `${least} to ${most}`, value >= least && value <= most);
  }

  all(name: string, count: number, total: number): void {
    this.#add(name, `${count} of ${total}`, 'all', count === total);
  }

  print(): void {
    printHead(['bar', 'reached', 'wanted', '']);
    for (const { name, reached, bar, isMet } of this.#all) {
      printRow([name, reached, bar, isMet ? 'pass' : 'FAIL']);
    }
    const met = this.#all.filter(({ isMet }) => isMet).length;
    process.stdout.write(`\n${met} of ${this.#all.length} bars met\n`);
  }

  #add(name: string, reached: string, bar: string, isMet: boolean): void {
    this.#all.push({ name, reached, bar, isMet });
  }
}
