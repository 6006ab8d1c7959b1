/** What Electron needs of a Linux system: libraries, and a display where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say, Stop } from './project.mjs';

/**
 * What the loader must find, and Debian's package that has it.
 *
 * @type {[file: string, packageName: string][]}
 */
const libraries = [
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libnss3.so', 'libnss3'],
  ['libasound.so.2', 'libasound2'],
  ['libgbm.so.1', 'libgbm1'],
  ['libXss.so.1', 'libxss1'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libdrm.so.2', 'libdrm2'],
];
/** The interface speaks Chinese too; without such a font it would be a row of boxes. */
const chineseFont = 'fonts-noto-cjk';

export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** @returns {string[]} what to put before a command so that it has a display */
export function displayPrefix() {
  return hasDisplay() ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24'];
}

/** Installs what is missing, as root on Debian and its kin; elsewhere throws a Stop that names it. */
export function prepareSystem() {
  if (process.platform !== 'linux') return;
  const packages = missingPackages();
  if (packages.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new Stop(`system libraries are missing; install these first: ${packages.join(' ')}`);
  }
  say(`installing system libraries: ${packages.join(' ')}`);
  apt('update');
  apt('install', '--yes', '--no-install-recommends', ...packages.map(availableName));
}

function missingPackages() {
  const { stdout: known } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  // A system without ldconfig (musl, NixOS) has other names for everything: Electron itself will tell.
  const packages = libraries
    .filter(([file]) => known && !known.includes(`${file} `))
    .map(([, name]) => name);
  const fonts = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  if (packages.length > 0 || fonts.stdout === '') packages.push(chineseFont);
  if (!hasDisplay() && !isOnPath('xvfb-run')) packages.push('xvfb', 'xauth');
  return packages;
}

/**
 * Debian 13 and Ubuntu 24.04 gave the libraries with a 64-bit time new names.
 *
 * @param {string} name
 */
function availableName(name) {
  const renamed = `${name}t64`;
  const { status } = spawnSync('apt-cache', ['show', '--no-all-versions', renamed]);
  return status === 0 ? renamed : name;
}

/** @param {string[]} args */
function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync('apt-get', ['-qq', ...args], {
    env,
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(stdout + stderr);
  throw new Stop(`apt-get ${args[0]} failed`);
}

/** @param {string} command */
function isOnPath(command) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, command)));
}
