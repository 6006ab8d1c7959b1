import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edits } from '@shared/edits/registry';
import { z } from 'zod';
import { createEngineCore } from '../engine/core';
import { renderScriptBeside } from '../engine/render-script';
import { createOwnLooks } from '../own-looks';
import { engineDirectories, looksDirectory, thisMachine } from './directories';
import { chooseLocale } from './locale';
import { runCommandLine } from './run';
import { createTerminal } from './terminal';

/** `out/main` of a clone, or of the packaged app.asar: package.json lies beside `out` in both. */
const programDirectory = __dirname;
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(programDirectory, '../../package.json'), 'utf8')));

/** What follows is cancelled in order, so that no file stays half-written; a second interrupt does not wait. */
function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort());
  }
  return controller.signal;
}

/** Whoever reads our output may stop reading: `maquette edits | head -1`. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const argv = process.argv.slice(2);
const { locale: systemLocale } = Intl.DateTimeFormat().resolvedOptions();

void runCommandLine(argv, {
  locale: chooseLocale(argv, { environment: process.env, systemLocale }),
  version,
  definitions: edits,
  ownLooks: createOwnLooks(looksDirectory(thisMachine())),
  terminal: createTerminal(process.stdout, process.stderr),
  helpColumns: process.stdout.columns ?? 100,
  signal: onInterrupt(),
  createCore: () =>
    createEngineCore(engineDirectories(programDirectory), {
      renderScript: renderScriptBeside(programDirectory),
    }),
  now: () => performance.now(),
}).then((exitCode) => (process.exitCode = exitCode));
