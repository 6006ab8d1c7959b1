import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partialPath } from './engine/messages';
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

  it('is the beginning of an export, never the export, the photo or anything else', () => {
    const tickets = createTickets(() => undefined);
    const target = join(directory, 'a.jpg');
    const photo = join(directory, 'photo.jpg');
    tickets.issue(target, 'write');
    tickets.issue(join(directory, 'never-begun.jpg'), 'write');
    tickets.issue(photo, 'read');
    for (const path of [target, partialPath(target), photo, partialPath(photo)]) {
      writeFileSync(path, 'x');
    }
    removePartialExports(tickets.all());
    expect(readdirSync(directory).sort()).toEqual(
      ['a.jpg', 'photo.jpg', '.photo.jpg.maquette-partial'].sort(),
    );
  });
});
