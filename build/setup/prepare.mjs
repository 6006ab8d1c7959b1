/** Brings what is missing or out of date: dependencies, the built program. Node built-ins only. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, run, say, Stop, tool } from './project.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages by their folders */

/** Installs the dependencies unless exactly those of package-lock.json are there. */
export async function prepareModules() {
  const wanted = readPackages('package-lock.json');
  if (isInstalled(wanted, readPackages('node_modules/.package-lock.json'))) return;
  say('installing dependencies');
  const [command, args] = npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  // Not the CUDA libraries: a download of hundreds of megabytes that few machines could use.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  // What npm prints goes to standard error: the command line's own output stays clean.
  const code = await run([command, ...args], { env, stdio: ['inherit', 2, 2] });
  if (code !== 0) throw new Stop('npm ci failed');
}

/**
 * @param {Packages} wanted
 * @param {Packages} installed
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([folder, { version, optional }]) => {
    if (folder === '') return true; // this project itself
    const there = installed[folder];
    // What is optional belongs to other platforms, mostly.
    return there ? there.version === version : optional === true;
  });
}

/**
 * @param {string} lockFile
 * @returns {Packages}
 */
function readPackages(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

/** The last file that a build writes. */
const built = join(root, 'out/renderer/index.html');
const sources = ['src', 'electron.vite.config.ts', 'svelte.config.mjs', 'package-lock.json'];

/** Builds the program unless `out/` is newer than every source. Says nothing unless it fails. */
export function prepareBuild() {
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (sources.every((source) => newest(join(root, source)) < builtAt)) return;
  const [file = '', ...args] = tool('electron-vite', 'build', '--logLevel', 'warn');
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(stdout + stderr);
  throw new Stop('the build failed');
}

/**
 * @param {string} path
 * @returns {number} when the newest file in it, or a folder's list of files, changed
 */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(stats.mtimeMs, ...inside);
}
