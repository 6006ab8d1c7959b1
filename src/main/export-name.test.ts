import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suggestedExportPath, withExtension } from './export-name';

describe('the name of an exported picture', () => {
  it.each([
    ['portrait.jpg', 'jpeg', 'portrait-maquette.jpg'],
    ['portrait.CR.JPEG', 'png', 'portrait.CR-maquette.png'],
    ['人像', 'avif', '人像-maquette.avif'],
    ['.hidden', 'webp', '.hidden-maquette.webp'],
  ] as const)('for %s as %s is %s', (photo, format, name) => {
    expect(suggestedExportPath(join('/pictures', photo), format)).toBe(join('/pictures', name));
  });

  it.each([
    ['a', 'jpeg', 'a.jpg'],
    ['a.jpg', 'jpeg', 'a.jpg'],
    ['a.JPEG', 'jpeg', 'a.JPEG'],
    ['a.tiff', 'tiff', 'a.tiff'],
    ['a.png', 'webp', 'a.png.webp'],
    ['a.b', 'png', 'a.b.png'],
  ] as const)('typed as %s for %s is %s', (typed, format, path) => {
    expect(withExtension(typed, format)).toBe(path);
  });
});
