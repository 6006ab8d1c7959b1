import { loadPortraits } from './portraits';
import type { Built } from './quality';
import { Checks } from './swap-checks';
import { measureSwapSpeed } from './swap-speed';

const leastFaceWidthPixels = 176;
const rehearsed = 'rehearsed';

/**
 * `npm run quality -- swap-speed [rehearsed] [photos]`: the last table of `quality -- swap` alone, for a machine that does
 * nothing else. `rehearsed`: after such a draft of everything as the window makes when a donor is opened.
 */
export async function main(words: readonly string[] = [], built?: Built): Promise<void> {
  const photos = words.filter((word) => word !== rehearsed);
  const portraits = await loadPortraits(leastFaceWidthPixels, photos);
  const checks = new Checks();
  await measureSwapSpeed(portraits, checks, built, words.includes(rehearsed));
  checks.print();
}
