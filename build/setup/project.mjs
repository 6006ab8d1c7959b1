/** Where things are, and how this project's tools start others. Node built-ins only. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const cacheFolder = join(root, 'node_modules/.cache/maquette');

/**
 * The npm that runs this script, without a shell where that can be had: npm names its own file when
 * it starts a script.
 *
 * @param {string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npm(...args) {
  const own = process.env['npm_execpath'];
  if (own && existsSync(own) && /npm-cli\.c?js$/.test(own))
    return [process.execPath, [own, ...args]];
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  if (existsSync(beside)) return [process.execPath, [beside, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`maquette: ${line}\n`);
}

/** An expected end: one line that says what to do, and no stack. */
export class Stop extends Error {}

/** @param {() => Promise<number>} main */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
