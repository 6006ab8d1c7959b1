import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScratchFolder, removePartialExports } from './leftovers';
import { createTickets } from './tickets';

let directory: string;

beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'maquette-leftovers-'))));
afterEach(() => rmSync(directory, { recursive: true }));

describe('what a killed engine leaves behind', () => {
  it('is a scratch folder of its own, removed with all that is in it', () => {
    const scratch = createScratchFolder();
    const path = scratch.environment.TMPDIR;
    writeFileSync(join(path, 'half-a-picture.v'), 'x');
    expect(createScratchFolder().environment.TMPDIR).not.toBe(path);
    scratch.remove();
    expect(existsSync(path)).toBe(false);
    scratch.remove();
  });

  it('is the beginning of an export, never the export, the photo or what a live process writes', async () => {
    const tickets = createTickets(() => undefined);
    const exports = join(directory, 'exports');
    const photos = join(directory, 'photos');
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const left = `.maquette-${dead}-0123456789ab.tmp`;
    const alive = `.maquette-${process.pid}-0123456789ab.tmp`;
    for (const folder of [exports, photos]) {
      mkdirSync(folder);
      for (const name of ['a.jpg', left, alive]) writeFileSync(join(folder, name), 'x');
    }
    tickets.issue(join(exports, 'a.jpg'), 'write');
    tickets.issue(join(exports, 'never-begun.jpg'), 'write');
    tickets.issue(join(directory, 'gone', 'b.jpg'), 'write');
    tickets.issue(join(photos, 'a.jpg'), 'read');
    await removePartialExports(tickets.all());
    expect(readdirSync(exports).sort()).toEqual([alive, 'a.jpg'].sort());
    expect(readdirSync(photos).sort()).toEqual([alive, left, 'a.jpg'].sort());
  });
});
