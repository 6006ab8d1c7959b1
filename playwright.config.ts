import { defineConfig } from '@playwright/test';

/** One worker: every test starts a whole Electron, and timings would otherwise disturb each other. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  tsconfig: './tsconfig.test.json',
  outputDir: 'test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
});
