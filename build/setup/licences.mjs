/** Gathers the licence texts of the packages that the packaged program contains. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/** @typedef {{ name: string, version: string, license?: string, author?: string | { name: string } }} Manifest */

/** @returns {string} one chapter a package, in the order of their names */
export function licences() {
  const folders = new Set([...bundledPackages(), ...installedPackages()]);
  return [...folders].sort().map(chapter).join('\n\n');
}

/** @returns {string[]} folders of the packages whose code went into `out/`, by the source maps there */
function bundledPackages() {
  const maps = readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.map'),
  );
  if (maps.length === 0) throw new Error('out/ has no source maps: what is in it cannot be told');
  return maps
    .flatMap((file) => JSON.parse(readFileSync(join(root, 'out', file), 'utf8')).sources)
    .map((source) => /(node_modules\/(?:@[^/]+\/)?[^/]+)\/[^\0]*$/.exec(source)?.[1])
    .filter((folder) => folder !== undefined)
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** @returns {string[]} folders of the packages that are shipped as they are installed */
function installedPackages() {
  /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean }> }} */
  const { packages } = JSON.parse(
    readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8'),
  );
  return Object.entries(packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional)
    .map(([folder]) => folder);
}

/** @param {string} folder */
function chapter(folder) {
  /** @type {Manifest} */
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  );
  const texts = readdirSync(join(root, folder))
    .filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotices)/i.test(file))
    .map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
  if (texts.length === 0) {
    // Some packages state their licence in a word and enclose no text.
    const by = typeof author === 'string' ? author : author?.name;
    texts.push(`Licence: ${license ?? 'not stated'}${by ? `. Author: ${by}` : ''}`);
  }
  return [`${name} ${version}`, '='.repeat(72), ...texts].join('\n\n');
}
