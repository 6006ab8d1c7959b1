/**
 * Renames dynamic symbols of an ELF library in place, without touching one of its tables.
 *
 * The loader finds a symbol through the GNU hash of its name, h = h * 33 + c, and then compares the
 * name itself. So a name of the same length and the same hash can take another's place in the
 * string table, and every offset, bucket and relocation stays right: raise one byte by 1 and lower
 * the next by 33. (bfd_elf_gnu_hash in binutils' bfd/elf.c.)
 */

const symbolTableType = 11; // SHT_DYNSYM
const oldHashType = 5; // SHT_HASH: another hash, which this trick would break
const symbolBytes = 24;

/** @param {string} name */
export function gnuHash(name) {
  let hash = 5381;
  for (let index = 0; index < name.length; index += 1) {
    hash = (Math.imul(hash, 33) + name.charCodeAt(index)) >>> 0;
  }
  return hash;
}

/** @param {string} name GLib's public names: g_… and glib_… */
export function isGlibName(name) {
  return /^(g_|glib_)/.test(name);
}

/**
 * `g_free` becomes `h>free`, `glib_check_version` becomes `hKib_check_version`: names that nobody
 * else has.
 *
 * @param {string} name
 */
export function sameHashName(name) {
  const [first, second] = [name.charCodeAt(0), name.charCodeAt(1)];
  return String.fromCharCode(first + 1, second - 33) + name.slice(2);
}

/**
 * The way back, also for a longer name that changed along with its tail.
 *
 * @param {string} name
 */
export function originalName(name) {
  return name.replaceAll('h>', 'g_').replaceAll('hKib_', 'glib_');
}

/**
 * @typedef {{ name: string, offset: number, defined: boolean }} DynamicSymbol
 *   `offset`: where the name's bytes begin in the file
 */

/**
 * @param {Buffer} elf
 * @returns {DynamicSymbol[]}
 */
export function dynamicSymbols(elf) {
  const is64BitLittleEndian = elf.readUInt32BE(0) === 0x7f454c46 && elf[4] === 2 && elf[5] === 1;
  if (!is64BitLittleEndian) throw new Error('not a 64-bit little-endian ELF file');
  const sections = readSections(elf);
  if (sections.some(({ type }) => type === oldHashType)) throw new Error('has a SysV hash table');
  const table = sections.find(({ type }) => type === symbolTableType);
  const strings = table && sections[table.link];
  if (!table || !strings) throw new Error('has no dynamic symbols');

  /** @type {DynamicSymbol[]} */
  const symbols = [];
  for (let at = table.offset; at < table.offset + table.size; at += symbolBytes) {
    const offset = strings.offset + elf.readUInt32LE(at);
    const name = elf.toString('latin1', offset, elf.indexOf(0, offset));
    symbols.push({ name, offset, defined: elf.readUInt16LE(at + 6) !== 0 });
  }
  return symbols;
}

/** @param {Buffer} elf */
function readSections(elf) {
  const start = Number(elf.readBigUInt64LE(0x28));
  const entryBytes = elf.readUInt16LE(0x3a);
  const count = elf.readUInt16LE(0x3c);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entryBytes;
    return {
      type: elf.readUInt32LE(at + 4),
      offset: Number(elf.readBigUInt64LE(at + 24)),
      size: Number(elf.readBigUInt64LE(at + 32)),
      link: elf.readUInt32LE(at + 40),
    };
  });
}

/**
 * Linkers store `g_free` as the tail of `png_free` where they can. Such a longer name changes along,
 * keeps its hash too, and is part of the answer, because whoever imports it has to follow. Only a
 * name that this library itself imports from another must not change so.
 *
 * @param {Buffer} elf is not changed
 * @param {(symbol: DynamicSymbol) => string | undefined} newName undefined: leave it
 * @returns {{ elf: Buffer, names: Map<string, string> }} what changed, old name to new
 */
export function renameSymbols(elf, newName) {
  const symbols = dynamicSymbols(elf);
  const copy = Buffer.from(elf);
  /** @type {Map<string, string>} */
  const asked = new Map();
  for (const symbol of symbols) {
    const name = newName(symbol);
    if (name === undefined || name === symbol.name) continue;
    if (name.length !== symbol.name.length || gnuHash(name) !== gnuHash(symbol.name)) {
      throw new Error(`${symbol.name} cannot become ${name}: another length or hash`);
    }
    // Only the bytes that differ: the rest may be another name's beginning, renamed already.
    for (let index = 0; index < name.length; index += 1) {
      const code = name.charCodeAt(index);
      if (code !== symbol.name.charCodeAt(index)) copy[symbol.offset + index] = code;
    }
    asked.set(symbol.name, name);
  }

  /** @type {Map<string, string>} */
  const names = new Map();
  for (const [index, { name }] of dynamicSymbols(copy).entries()) {
    const old = symbols[index];
    if (!old || old.name === name) continue;
    const wasMeant = asked.get(old.name) === name;
    const keepsItsPlace = old.defined && gnuHash(old.name) === gnuHash(name);
    if (!wasMeant && !keepsItsPlace) throw new Error(`${old.name} would become ${name}`);
    names.set(old.name, name);
  }
  return { elf: copy, names };
}
