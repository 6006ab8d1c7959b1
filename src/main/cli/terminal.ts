import { MultiBar } from 'cli-progress';

type Output = NodeJS.WriteStream;

/** Where the command line writes: results to standard output, the rest to standard error. */
export interface Terminal {
  result(line: string): void;
  notice(line: string): void;
  /** Shows a bar where a person looks on; elsewhere nothing. */
  startProgress(photos: number): ProgressView;
}

export interface ProgressView {
  /** `done` counts photos, in fractions. */
  show(done: number, what: string): void;
  stop(): void;
}

const steps = 1000;
const barFormat = '{bar} {percentage}% {what}';

export function createTerminal(stdout: Output, stderr: Output): Terminal {
  let bars: MultiBar | undefined;

  /** A line above the bar, when there is one on the same terminal. */
  function print(output: Output, line: string): void {
    if (bars && output.isTTY) {
      bars.log(`${line}\n`);
      bars.update();
    } else {
      output.write(`${line}\n`);
    }
  }

  return {
    result: (line) => print(stdout, line),
    notice: (line) => print(stderr, line),
    startProgress(photos) {
      if (!stderr.isTTY) return { show: () => undefined, stop: () => undefined };
      bars = new MultiBar({
        stream: stderr,
        format: barFormat,
        barsize: 24,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        clearOnComplete: true,
        hideCursor: true,
        // An interrupt is answered in one place, which also stops the bar.
        gracefulExit: false,
      });
      const bar = bars.create(photos * steps, 0, { what: '' });
      return {
        show: (done, what) => bar.update(Math.round(done * steps), { what }),
        stop() {
          bars?.stop();
          bars = undefined;
        },
      };
    },
  };
}
