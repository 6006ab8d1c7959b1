/** npm run dev [-- photo]: the editor with hot reloading. */
import { patchLibvips } from './patch-libvips.mjs';
import { prepareRuntime, sandboxSwitches } from './setup/electron-runtime.mjs';
import { prepareModules } from './setup/prepare.mjs';
import { run, runScript, tool } from './setup/project.mjs';
import { prepareSystem } from './setup/system.mjs';

await runScript(async () => {
  prepareSystem();
  await prepareModules();
  patchLibvips();
  const { executable, version } = await prepareRuntime();
  const env = {
    ...process.env,
    ELECTRON_EXEC_PATH: executable,
    ELECTRON_MAJOR_VER: version.split('.')[0] ?? '',
    NO_SANDBOX: sandboxSwitches().length > 0 ? '1' : '',
  };
  return run(tool('electron-vite', 'dev', '--watch', '--', ...process.argv.slice(2)), { env });
});
