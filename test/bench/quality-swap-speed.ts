import { loadPortraits } from './portraits';
import type { Built } from './quality';
import { Checks } from './swap-checks';
import { measureSwapSpeed } from './swap-speed';

const leastFaceWidthPixels = 176;

/** `npm run quality -- swap-speed`: the last table of `quality -- swap` alone, for a machine that does nothing else. */
export async function main(photos: readonly string[] = [], built?: Built): Promise<void> {
  const portraits = await loadPortraits(leastFaceWidthPixels, photos);
  const checks = new Checks();
  await measureSwapSpeed(portraits, checks, built);
  checks.print();
}
