import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

export default defineConfig({
  plugins: [svelte({ configFile: resolve(root, 'svelte.config.mjs') })],
  resolve: {
    alias: { '@shared': resolve(root, 'src/shared') },
    // Stores (*.svelte.ts) are tested as the page runs them, with live runes, not as server code.
    conditions: ['browser'],
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'out/**', 'training/**'],
    testTimeout: 30_000,
  },
});
