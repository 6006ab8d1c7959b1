/** What the program's own build has beside it. */
export interface Built {
  readonly renderScript: string;
}

const areas = import.meta.glob<{
  readonly main: (words: readonly string[], built?: Built) => Promise<void>;
}>('./quality-*.ts');

/**
 * `npm run quality -- <area> ...`: runs `main` of quality-<area>.ts with what follows. `makeup`, or nothing, prints one
 * table of all areas of the kit. Throws a RangeError when there is no such area.
 */
export async function main(
  [asked = 'makeup', ...rest]: readonly string[],
  built?: Built,
): Promise<void> {
  const names = Object.keys(areas).map((path) => path.slice('./quality-'.length, -'.ts'.length));
  if (!names.includes(asked)) throw new RangeError(`no such area; there are ${names.join(', ')}`);
  await (await areas[`./quality-${asked}.ts`]?.())?.main(rest, built);
}
