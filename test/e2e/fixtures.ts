import { test as base } from '@playwright/test';
import { launchMaquette, type LaunchOptions, type Maquette } from './launch';

export { expect } from '@playwright/test';
export type { LaunchOptions, Maquette } from './launch';

interface Fixtures {
  /** Starts the program; the test's end closes it, and fails on problems that the test did not expect. */
  readonly launch: (options?: LaunchOptions) => Promise<Maquette>;
}

export const test = base.extend<Fixtures>({
  // Playwright reads a fixture's needs from this pattern, so it has to be one.
  // eslint-disable-next-line no-empty-pattern
  launch: async ({}, use) => {
    const started: Maquette[] = [];
    await use(async (options) => {
      const maquette = await launchMaquette(options);
      started.push(maquette);
      return maquette;
    });
    for (const maquette of started) await maquette.close();
  },
});
