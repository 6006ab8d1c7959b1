const areas = import.meta.glob<{ readonly main: (words: readonly string[]) => Promise<void> }>(
  './quality-*.ts',
);
/** No numbers of the makeup kit: asked for by name. */
const apart: readonly string[] = ['swap', 'swap-sheets', 'sheets'];

/**
 * `npm run quality -- <area> ...`: runs `main` of quality-<area>.ts with what follows. `makeup`, or nothing, runs all
 * areas of the kit. Throws a RangeError when there is no such area.
 */
export async function main([asked = 'makeup', ...rest]: readonly string[]): Promise<void> {
  const names = Object.keys(areas).map((path) => path.slice('./quality-'.length, -'.ts'.length));
  const chosen =
    asked === 'makeup'
      ? names.filter((name) => !apart.includes(name))
      : names.filter((name) => name === asked);
  if (chosen.length === 0)
    throw new RangeError(`no such area; there are makeup, ${names.join(', ')}`);
  for (const name of chosen) await (await areas[`./quality-${name}.ts`]?.())?.main(rest);
}
