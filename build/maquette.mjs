/** npm run --silent maquette -- …: the command line, under this Node and without Electron. */
import { join } from 'node:path';
import { prepareBuild, prepareModules } from './setup/prepare.mjs';
import { callerFolder, root, run, runScript } from './setup/project.mjs';

await runScript(async () => {
  await prepareModules();
  prepareBuild();
  const program = join(root, 'out/main/cli.js');
  return run([process.execPath, program, ...process.argv.slice(2)], { cwd: callerFolder });
});
