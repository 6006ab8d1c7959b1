/**
 * Keeps sharp's GLib apart from the system's, on Linux.
 *
 * Electron loads the system's GLib with GTK. sharp's libvips contains a GLib of its own and exports
 * all of its names, so the loader binds half of libvips to the wrong GLib: every image then leaks
 * about half a megabyte, with warnings by the thousand, and some versions of Electron crash. Here
 * libvips's GLib gets names that nobody else has, and sharp's addon the same ones for its imports.
 *
 * Runs after every install, and again from the set-up. libvips is LGPL: NOTICES.md says what is
 * changed. Node built-ins only.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  dynamicSymbols,
  isGlibName,
  originalName,
  renameSymbols,
  sameHashName,
} from './setup/elf-rename.mjs';
import { root, say } from './setup/project.mjs';

/**
 * @param {string} modules the node_modules folder
 * @returns {{ library: string, addon: string }[]}
 */
function installations(modules) {
  const images = join(modules, '@img');
  if (!existsSync(images)) return [];
  return (
    readdirSync(images)
      // Not sharp-linuxmusl: no Electron runs there.
      .filter((name) => name.startsWith('sharp-linux-'))
      .flatMap((name) => {
        const libraryFolder = join(images, name.replace('sharp-', 'sharp-libvips-'), 'lib');
        const addonFolder = join(images, name, 'lib');
        if (!existsSync(libraryFolder)) return [];
        const library = readdirSync(libraryFolder).find((file) => /^libvips-cpp\.so/.test(file));
        const addon = readdirSync(addonFolder).find((file) => file.endsWith('.node'));
        if (!library || !addon) return [];
        return [{ library: join(libraryFolder, library), addon: join(addonFolder, addon) }];
      })
  );
}

/**
 * @param {{ library: string, addon: string }} installation
 * @returns {boolean} whether anything had to change
 */
function patch({ library, addon }) {
  const before = { library: readFileSync(library), addon: readFileSync(addon) };
  const afterLibrary = renameSymbols(before.library, ({ name, defined }) =>
    defined && isGlibName(name) ? sameHashName(name) : undefined,
  );
  // Read from the library as it will be, not from what changed just now: an earlier run may have
  // been cut off between the two files.
  const exported = dynamicSymbols(afterLibrary.elf).filter(({ defined }) => defined);
  const newNames = new Map(exported.map(({ name }) => [originalName(name), name]));
  const afterAddon = renameSymbols(before.addon, ({ name, defined }) =>
    defined ? undefined : newNames.get(name),
  );
  if (afterLibrary.names.size === 0 && afterAddon.names.size === 0) return false;

  replace(library, afterLibrary.elf);
  replace(addon, afterAddon.elf);
  try {
    verify();
  } catch (error) {
    replace(library, before.library);
    replace(addon, before.addon);
    throw new Error('sharp did not load with its GLib renamed; it is as it was', { cause: error });
  }
  return true;
}

/**
 * By renaming, so that no process ever sees half a library, and one that has it mapped keeps the old.
 *
 * @param {string} path
 * @param {Buffer} bytes
 */
function replace(path, bytes) {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, bytes, { mode: statSync(path).mode });
  renameSync(temporary, path);
}

/** In a process of its own: this one may hold the old library. */
function verify() {
  const program = `
    const sharp = require('sharp');
    sharp({ create: { width: 64, height: 64, channels: 3, background: '#a06050' } })
      .resize(32).sharpen().jpeg().toBuffer()
      .then((bytes) => sharp(bytes).metadata())
      .then(({ width }) => process.exit(width === 32 ? 0 : 1));`;
  execFileSync(process.execPath, ['-e', program], { cwd: root, stdio: 'pipe' });
}

export function patchLibvips() {
  if (process.platform !== 'linux') return;
  for (const installation of installations(join(root, 'node_modules'))) {
    if (patch(installation)) say("sharp's GLib renamed, so that it cannot meet the system's");
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) patchLibvips();
