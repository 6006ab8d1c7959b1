import { join } from 'node:path';

/** The built file of `render-thread.ts`, beside those of the engine and the command line in `folder`. */
export function renderScriptBeside(folder: string): string {
  // Threads read no archives: the packager leaves it outside.
  return join(folder.replace(/app\.asar(?=$|[\\/])/u, 'app.asar.unpacked'), 'render-thread.js');
}
