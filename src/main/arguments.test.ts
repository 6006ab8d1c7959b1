import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileFromArguments } from './arguments';

const workingDirectory = resolve('/home/person/pictures');
const developed = { packaged: false, workingDirectory };
const packaged = { packaged: true, workingDirectory };

describe('the file on the command line', () => {
  it.each([
    ['none', ['electron', '.'], null],
    ['after the program folder', ['electron', '.', 'a.jpg'], 'a.jpg'],
    ['between switches', ['electron', '--no-sandbox', '.', '--lang=en', 'a.jpg', '--x'], 'a.jpg'],
    ['after a required file', ['electron', '-r', 'hook.js', '.', 'a.jpg'], 'a.jpg'],
    ['that looks like a switch', ['electron', '.', '--', '-a.jpg'], '-a.jpg'],
    ['with spaces and Chinese', ['electron', '.', '人像 1.jpg'], '人像 1.jpg'],
  ])('in development: %s', (_case, argv, expected) => {
    const path = expected && resolve(workingDirectory, expected);
    expect(fileFromArguments(argv, developed)).toBe(path);
  });

  it('is the first argument of the packaged program', () => {
    expect(fileFromArguments(['maquette', '--no-sandbox', '../b.png'], packaged)).toBe(
      resolve(workingDirectory, '../b.png'),
    );
    expect(fileFromArguments(['maquette'], packaged)).toBeNull();
  });

  it('may be a file URL', () => {
    const argv = ['maquette', 'file:///home/person/a%20b.jpg'];
    if (process.platform !== 'win32') {
      expect(fileFromArguments(argv, packaged)).toBe('/home/person/a b.jpg');
    }
    expect(fileFromArguments(['maquette', 'file://%%%'], packaged)).toBeNull();
  });
});
