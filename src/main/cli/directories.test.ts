import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { looksDirectory, stateDirectory } from './directories';

const at = (platform: NodeJS.Platform, environment: Record<string, string> = {}) =>
  stateDirectory({ platform, environment, home: 'home' });

describe('the state directory', () => {
  it('is the window’s own, on every platform', () => {
    expect(at('linux')).toBe(join('home', '.config', 'Maquette', 'engine'));
    expect(at('linux', { XDG_CONFIG_HOME: 'x' })).toBe(join('x', 'Maquette', 'engine'));
    expect(at('darwin')).toBe(join('home', 'Library', 'Application Support', 'Maquette', 'engine'));
    expect(at('win32', { APPDATA: 'a' })).toBe(join('a', 'Maquette', 'engine'));
    expect(at('win32')).toBe(join('home', 'AppData', 'Roaming', 'Maquette', 'engine'));
  });

  it('lies beside the looks that the window saves', () => {
    const linux = { platform: 'linux', home: 'home' } as const;
    expect(looksDirectory({ ...linux, environment: {} })).toBe(
      join('home', '.config', 'Maquette', 'looks'),
    );
    expect(looksDirectory({ ...linux, environment: { MAQUETTE_LOOKS_DIRECTORY: 'l' } })).toBe('l');
  });

  it('can be named', () => {
    expect(at('linux', { MAQUETTE_STATE_DIRECTORY: 's', XDG_CONFIG_HOME: 'x' })).toBe('s');
  });
});
