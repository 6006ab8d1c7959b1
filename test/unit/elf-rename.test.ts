import { describe, expect, it } from 'vitest';
import {
  dynamicSymbols,
  gnuHash,
  originalName,
  renameSymbols,
  sameHashName,
} from '../../build/setup/elf-rename.mjs';

interface Name {
  readonly at: number;
  readonly defined: boolean;
}

/** The least that is an ELF file with dynamic symbols: a header, two sections and their headers. */
function elf(strings: string, names: readonly Name[]): Buffer {
  const [headerBytes, symbolBytes, sectionBytes] = [64, 24, 64];
  const stringsAt = headerBytes + symbolBytes * names.length;
  const sectionsAt = stringsAt + strings.length;
  const file = Buffer.alloc(sectionsAt + sectionBytes * 2);
  file.writeUInt32BE(0x7f454c46, 0);
  file.set([2, 1], 4);
  file.writeBigUInt64LE(BigInt(sectionsAt), 0x28);
  file.writeUInt16LE(sectionBytes, 0x3a);
  file.writeUInt16LE(2, 0x3c);
  for (const [index, { at, defined }] of names.entries()) {
    file.writeUInt32LE(at, headerBytes + index * symbolBytes);
    file.writeUInt16LE(defined ? 7 : 0, headerBytes + index * symbolBytes + 6);
  }
  file.write(strings, stringsAt, 'latin1');
  const section = (index: number, type: number, offset: number, size: number, link: number) => {
    const at = sectionsAt + index * sectionBytes;
    file.writeUInt32LE(type, at + 4);
    file.writeBigUInt64LE(BigInt(offset), at + 24);
    file.writeBigUInt64LE(BigInt(size), at + 32);
    file.writeUInt32LE(link, at + 40);
  };
  section(0, 11, headerBytes, symbolBytes * names.length, 1);
  section(1, 3, stringsAt, strings.length, 0);
  return file;
}

const glib = ({ name, defined }: { name: string; defined: boolean }) =>
  defined && name.startsWith('g_') ? sameHashName(name) : undefined;
const names = (file: Buffer) => dynamicSymbols(file).map(({ name }) => name);

describe('a name of the same length and hash', () => {
  it('has the hash that the loader computes', () => {
    // From the GNU hash section's description, https://flapenguin.me/elf-dt-gnu-hash
    expect(gnuHash('printf')).toBe(0x156b2bb8);
    expect(gnuHash('exit')).toBe(0x7c967e3f);
    expect(gnuHash('')).toBe(0x1505);
  });

  it.each(['g_free', 'g_object_ref', 'glib_check_version', 'g_string_append_printf'])(
    'replaces %s',
    (name) => {
      const other = sameHashName(name);
      expect(other).not.toBe(name);
      expect(other).toHaveLength(name.length);
      expect(gnuHash(other)).toBe(gnuHash(name));
      expect(originalName(other)).toBe(name);
    },
  );
});

describe('renaming in a library', () => {
  it('changes what it defines and leaves what it imports', () => {
    const file = elf('\0g_free\0g_from_elsewhere\0vips_init\0', [
      { at: 1, defined: true },
      { at: 8, defined: false },
      { at: 25, defined: true },
    ]);
    const { elf: renamed, names: changed } = renameSymbols(file, glib);
    expect(names(renamed)).toEqual(['h>free', 'g_from_elsewhere', 'vips_init']);
    expect([...changed]).toEqual([['g_free', 'h>free']]);
    expect(names(file)[0]).toBe('g_free');
  });

  it('changes nothing the second time', () => {
    const once = renameSymbols(elf('\0g_free\0', [{ at: 1, defined: true }]), glib).elf;
    const twice = renameSymbols(once, glib);
    expect(twice.names.size).toBe(0);
    expect(twice.elf.equals(once)).toBe(true);
  });

  it('renames both of two names that share an ending', () => {
    // The linker stores g_printf inside g_string_printf.
    const file = elf('\0g_string_printf\0', [
      { at: 8, defined: true },
      { at: 1, defined: true },
    ]);
    const renamed = renameSymbols(file, glib);
    expect(names(renamed.elf)).toEqual(['h>printf', 'h>strinh>printf']);
    expect(gnuHash('h>strinh>printf')).toBe(gnuHash('g_string_printf'));
    expect(originalName('h>strinh>printf')).toBe('g_string_printf');
  });

  it('reports a longer name that changes along', () => {
    const file = elf('\0vips_g_thread_new\0', [
      { at: 1, defined: true },
      { at: 6, defined: true },
    ]);
    expect(renameSymbols(file, glib).names.get('vips_g_thread_new')).toBe('vips_h>thread_new');
  });

  it('refuses to change an import along', () => {
    const file = elf('\0png_free\0', [
      { at: 1, defined: false },
      { at: 3, defined: true },
    ]);
    expect(() => renameSymbols(file, glib)).toThrow('png_free would become pnh>free');
  });

  it('refuses a name that the loader would not find', () => {
    const file = elf('\0g_free\0', [{ at: 1, defined: true }]);
    expect(() => renameSymbols(file, () => 'x_free')).toThrow('another length or hash');
  });

  it('refuses what is not an ELF file', () => {
    expect(() => dynamicSymbols(Buffer.alloc(100))).toThrow('not a 64-bit');
  });
});
