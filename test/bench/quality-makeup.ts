import { loadPortraits, type Portrait } from './portraits';
import { printRows, type QualityRow } from './rows';

interface Area {
  /** What the area measures of these faces, for the one table of all. */
  readonly rowsOf?: (
    portraits: readonly Portrait[],
  ) => readonly QualityRow[] | Promise<readonly QualityRow[]>;
}

const areas = import.meta.glob<Area>([
  './quality-*.ts',
  '!./quality-makeup.ts',
  '!./quality-*sheets.ts',
]);

/** `npm run quality -- makeup`: one table of all groups, over the same faces, with the usual ways beside. */
export async function main(): Promise<void> {
  const portraits = await loadPortraits();
  const rows: QualityRow[] = [];
  for (const [path, load] of Object.entries(areas)) {
    const { rowsOf } = await load();
    if (!rowsOf) continue;
    process.stderr.write(`${path.slice('./quality-'.length, -'.ts'.length)}...\n`);
    rows.push(...(await rowsOf(portraits)));
  }
  process.stdout.write(`\nThe makeup kit on ${portraits.length} faces\n\n`);
  printRows(rows);
}
