import { loadPortraits } from './portraits';
import type { Built } from './quality';
import { acrossPeople } from './swap-across';
import { Checks } from './swap-checks';
import { print } from './swap-run';
import { knownDegradations, sameSharpness, softDonors } from './swap-self';
import { measureSwapSpeed } from './swap-speed';

const leastFaceWidthPixels = 176;

/**
 * `npm run quality -- swap [photos]`: clarity, colour, seams and speed of transplants on real portraits, with controls,
 * and at the end each bar with what was reached. Photos given as arguments are measured instead of the packages'.
 */
export async function main(photos: readonly string[] = [], built?: Built): Promise<void> {
  const portraits = await loadPortraits(leastFaceWidthPixels, photos);
  const widths = portraits.map(({ face }) => face.faceWidthPixels);
  print(
    `${portraits.length} faces, ${Math.round(Math.min(...widths))}-${Math.round(Math.max(...widths))} px wide\n`,
  );
  const checks = new Checks();
  await knownDegradations(portraits, checks);
  sameSharpness(portraits, checks);
  acrossPeople(portraits, checks);
  softDonors(portraits, checks);
  await measureSwapSpeed(portraits, checks, built);
  checks.print();
}
