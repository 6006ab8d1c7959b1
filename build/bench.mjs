/**
 * npm run demo, bench, quality, screenshots or face-fixtures: runs `main` of test/bench/<name>.ts with the remaining
 * arguments. `npm run bench -- network` is test/bench/network.ts, `-- edits` test/bench/edits.ts.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

/** Straight from its TypeScript source, by the bundler that builds the program. */
async function runMain() {
  // Only now: it may have been installed a moment ago.
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: false,
    root,
    appType: 'custom',
    logLevel: 'warn',
    resolve: { alias: { '@shared': join(root, 'src/shared') } },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { main } = await server.ssrLoadModule(join(root, `test/bench/${name}.ts`));
    await main(rest);
  } finally {
    await server.close();
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
