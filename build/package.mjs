/** npm run package [-- options of electron-builder]: the installable program for this system, in dist/. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { patchLibvips } from './patch-libvips.mjs';
import { licences } from './setup/licences.mjs';
import { prepareBuild, prepareModules } from './setup/prepare.mjs';
import { root, run, runScript, Stop, tool } from './setup/project.mjs';

const network = 'resources/models/face-parsing/model.onnx';

await runScript(async () => {
  if (!existsSync(join(root, network))) throw new Stop(`${network} is missing: training/ makes it`);
  await prepareModules();
  patchLibvips();
  prepareBuild();
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(join(root, 'dist/licences.txt'), licences());
  return run(tool('electron-builder', '--publish', 'never', ...process.argv.slice(2)));
});
