/** npm start [-- photo]: prepares what is missing, and runs the editor. */
import { patchLibvips } from './patch-libvips.mjs';
import { prepareRuntime, sandboxSwitches } from './setup/electron-runtime.mjs';
import { prepareBuild, prepareModules } from './setup/prepare.mjs';
import { callerFolder, root, run, runScript, Stop } from './setup/project.mjs';
import { hasDisplay, prepareSystem } from './setup/system.mjs';

/** Chromium then keeps its remarks on the machine's session bus and graphics to itself. */
const onlyFatal = '--log-level=3';

await runScript(async () => {
  prepareSystem();
  if (!hasDisplay()) throw new Stop('there is no display here: run xvfb-run -a npm start');
  await prepareModules();
  patchLibvips();
  const { executable } = await prepareRuntime();
  prepareBuild();
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const photos = process.argv.slice(2);
  return run([executable, ...sandboxSwitches(), onlyFatal, root, ...photos], {
    cwd: callerFolder,
    env,
  });
});
