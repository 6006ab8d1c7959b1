/** Where things are, and how this project's tools start others. Node built-ins only. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const cacheFolder = join(root, 'node_modules/.cache/maquette');

/** Where the command was typed: npm itself always changes to the project's root. */
export const callerFolder = process.env['INIT_CWD'] ?? process.cwd();

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

/**
 * A dependency's own command, by the file that its package names.
 *
 * @param {string} packageName
 * @param {string[]} args
 * @returns {string[]} for this Node
 */
export function tool(packageName, ...args) {
  const folder = join(root, 'node_modules', packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : Object.values(bin)[0];
  return [process.execPath, join(folder, file ?? ''), ...args];
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`maquette: ${line}\n`);
}

/** An expected end: one line that says what to do, and no stack. */
export class Stop extends Error {}

/**
 * Runs a command to its end and passes signals on to it.
 *
 * @param {readonly string[]} command
 * @param {import('node:child_process').SpawnOptions} [options] standard input, output and error are ours unless it says otherwise
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export function run([file = '', ...args], options) {
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', ...options });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const pass = signals.map((signal) => /** @type {const} */ ([signal, () => child.kill(signal)]));
  for (const [signal, listener] of pass) process.on(signal, listener);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Stop(`cannot run ${file}: ${error.message}`)));
    child.on('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    for (const [signal, listener] of pass) process.off(signal, listener);
  });
}

/** @param {() => Promise<number>} main */
export async function runScript(main) {
  try {
    requireNode();
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

function requireNode() {
  /** @type {{ engines: { node: string } }} */
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [major, minor] = numbers(engines.node);
  const [ownMajor, ownMinor] = numbers(process.versions.node);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  throw new Stop(`Node ${major}.${minor} or newer is needed; this is ${process.versions.node}`);
}

/**
 * @param {string} version such as ">=20.19" or "20.19.2"
 * @returns {[major: number, minor: number]}
 */
function numbers(version) {
  const [major = 0, minor = 0] = (version.match(/\d+/g) ?? []).map(Number);
  return [major, minor];
}
