/**
 * npm run demo, bench, quality, screenshots or face-fixtures: runs `main` of test/bench/<name>.ts with the remaining
 * arguments. `npm run bench -- network` is test/bench/network.ts, `-- edits` test/bench/edits.ts, `-- sliders`
 * test/bench/sliders.ts.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { patchLibvips } from './patch-libvips.mjs';
import { prepareRuntime } from './setup/electron-runtime.mjs';
import { prepareBuild, prepareModules } from './setup/prepare.mjs';
import { root, run, runScript, Stop } from './setup/project.mjs';
import { displayPrefix, prepareSystem } from './setup/system.mjs';

/** Needs no window, so neither Electron nor a display. */
const headless = new Set(['demo', 'quality', 'face-fixtures', 'network', 'edits']);
/** Runs parts of the sources, not the built program. */
const fromSource = new Set(['quality', 'face-fixtures', 'network', 'edits']);

const [script = '', ...words] = process.argv.slice(2);
const [name = '', ...rest] = script === 'bench' && words.length > 0 ? words : [script, ...words];

/**
 * A module says where it lies in the sources, wherever the bundle lies.
 * @type {import('vite').Plugin}
 */
const ownFolders = {
  name: 'own-folders',
  transform(code, id) {
    return code
      .replaceAll('__filename', JSON.stringify(id))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href));
  },
};

/** From its TypeScript source, bundled as the program is: module by module everything runs a quarter slower. */
async function runMain() {
  // Only now: it may have been installed a moment ago.
  const { build } = await import('vite');
  await mkdir(join(root, 'test-results'), { recursive: true });
  const folder = await mkdtemp(join(root, 'test-results/bench-'));
  try {
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      resolve: { alias: { '@shared': join(root, 'src/shared') } },
      plugins: [ownFolders],
      build: {
        ssr: true,
        outDir: folder,
        minify: false,
        rollupOptions: {
          input: {
            main: join(root, `test/bench/${name}.ts`),
            'render-thread': join(root, 'src/main/engine/render-thread.ts'),
          },
          output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
        },
      },
    });
    const { main } = await import(pathToFileURL(join(folder, 'main.mjs')).href);
    await main(rest, { renderScript: join(folder, 'render-thread.mjs') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await runScript(async () => {
  if (!existsSync(join(root, `test/bench/${name}.ts`))) throw new Stop(`there is no "${name}"`);
  if (!headless.has(name)) {
    prepareSystem();
    const prefix = displayPrefix();
    if (prefix.length > 0) return run([...prefix, process.execPath, ...process.argv.slice(1)]);
  }
  await prepareModules();
  patchLibvips();
  if (!headless.has(name)) await prepareRuntime();
  if (!fromSource.has(name)) prepareBuild();
  await runMain();
  return 0;
});
