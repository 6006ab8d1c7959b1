import { describe, expect, it } from 'vitest';
import { commandOf, isCompareKey, keyName } from './keys';

const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
  key: name,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it.each([
    [key('z', { ctrlKey: true }), 'undo'],
    [key('Z', { ctrlKey: true, shiftKey: true }), 'redo'],
    [key('y', { ctrlKey: true }), 'redo'],
    [key('o', { ctrlKey: true }), 'open'],
    [key('\\', { ctrlKey: true }), 'compare'],
    [key('0'), 'fit'],
    [key('?', { shiftKey: true }), 'shortcuts'],
    [key('z'), undefined],
    [key('z', { metaKey: true }), undefined],
    [key('z', { ctrlKey: true, altKey: true }), undefined],
  ] as const)('%o on Linux and Windows', (event, command) => {
    expect(commandOf(event, 'linux')).toBe(command);
  });

  it('are the Command key on macOS', () => {
    expect(commandOf(key('z', { metaKey: true }), 'darwin')).toBe('undo');
    expect(commandOf(key('z', { ctrlKey: true }), 'darwin')).toBeUndefined();
  });

  it('hold the comparison by the place of the key on any layout', () => {
    expect(isCompareKey(key('\\'))).toBe(true);
    expect(isCompareKey(key('#', { code: 'Backslash' }))).toBe(true);
    expect(isCompareKey(key('\\', { ctrlKey: true }))).toBe(false);
  });

  it('are written as the system does', () => {
    expect(keyName('Mod+Shift+Z', 'darwin')).toBe('⌘⇧Z');
    expect(keyName('Mod+Shift+Z', 'win32')).toBe('Ctrl+Shift+Z');
  });
});
