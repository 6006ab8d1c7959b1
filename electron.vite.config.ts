import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const alias = { '@shared': resolve(root, 'src/shared') };

/**
 * CommonJS, one file an entry: the sandboxed preload cannot be anything else, and the test runtime
 * (Electron 25) knows no ESM main process. `build.lib` is not used: with it, electron-vite's
 * `?modulePath` and several entries break.
 */
const output = {
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
} as const;

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      target: 'node18.15',
      outDir: 'out/main',
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          engine: resolve(root, 'src/main/engine/index.ts'),
          cli: resolve(root, 'src/main/cli/index.ts'),
          'render-thread': resolve(root, 'src/main/engine/render-thread.ts'),
        },
        output,
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node18.15',
      outDir: 'out/preload',
      sourcemap: true,
      rolldownOptions: { input: { index: resolve(root, 'src/preload/index.ts') }, output },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    resolve: { alias },
    plugins: [svelte({ configFile: resolve(root, 'svelte.config.mjs') })],
    worker: { format: 'es' },
    build: {
      target: 'chrome114',
      outDir: resolve(root, 'out/renderer'),
      sourcemap: true,
      rolldownOptions: { input: resolve(root, 'src/renderer/index.html') },
    },
  },
});
