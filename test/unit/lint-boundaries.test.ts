import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The project's own rules, without type information: the files below exist only here. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ] as ESLint.Options['overrideConfig'] & object,
});

async function broken(path: string, source: string): Promise<string[]> {
  const results = await eslint.lintText(source, { filePath: join(root, path) });
  const rules = results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId ?? 'parse'));
  return [...new Set(rules)].filter((rule) => rule !== '@typescript-eslint/no-unused-vars');
}

const imports = ['@typescript-eslint/no-restricted-imports'];
const syntax = ['no-restricted-syntax'];

const use = (from: string, name = 'thing') =>
  `import { ${name} } from '${from}';\n${name}();\nexport {};\n`;

describe('what a folder may not import', () => {
  it.each([
    ['src/shared/pixels/a.ts', 'node:fs'],
    ['src/shared/pixels/a.ts', 'fs'],
    ['src/shared/pixels/a.ts', 'fs/promises'],
    ['src/shared/pixels/a.ts', 'electron'],
    ['src/shared/pixels/a.ts', 'sharp'],
    ['src/shared/pixels/a.ts', 'svelte'],
    ['src/shared/pixels/a.ts', '../../main/engine/decode'],
    ['src/shared/edits/lips/edit.ts', '../../../renderer/widgets/slider'],
    ['src/shared/edits/lips/Panel.svelte', '../../../main/engine/decode'],
    ['src/shared/edits/lips/lips.engine.ts', 'onnxruntime-node'],
    ['src/renderer/canvas/a.ts', 'node:path'],
    ['src/renderer/canvas/a.ts', 'electron'],
    ['src/renderer/canvas/a.ts', '../../main/window'],
    ['src/renderer/App.svelte', '../main/window'],
    ['src/main/window.ts', '../renderer/stores/document.svelte'],
    ['src/main/window.ts', 'sharp'],
    ['src/main/window.ts', 'onnxruntime-node'],
    ['src/main/cli/export.ts', 'sharp'],
    ['src/main/cli/export.ts', 'electron'],
    ['src/main/engine/decode.ts', 'electron'],
    ['src/preload/index.ts', '../main/window'],
    ['src/preload/index.ts', 'sharp'],
  ])('%s does not import %s', async (path, from) => {
    const source = path.endsWith('.svelte')
      ? `<script lang="ts">\n${use(from).replace('export {};\n', '')}</script>\n`
      : use(from);
    expect(await broken(path, source)).toEqual(imports);
  });

  it.each(['ipcMain', 'webContents'])('src/main/window.ts does not import %s', async (name) => {
    expect(await broken('src/main/window.ts', use('electron', name))).toEqual(imports);
  });
});

describe('what a folder may import', () => {
  it.each([
    ['src/shared/pixels/a.ts', '../errors', 'thing'],
    ['src/shared/edits/lips/Panel.svelte', '../../../renderer/widgets/slider', 'thing'],
    ['src/shared/edits/lips/lips.engine.ts', 'node:path', 'thing'],
    ['src/renderer/canvas/a.ts', '@shared/errors', 'thing'],
    ['src/main/window.ts', 'electron', 'BrowserWindow'],
    ['src/main/engine/decode.ts', 'sharp', 'thing'],
    ['src/main/contract-adapter.ts', 'electron', 'ipcMain'],
    ['src/preload/index.ts', 'electron', 'ipcRenderer'],
  ])('%s imports %s', async (path, from, name) => {
    const source = path.endsWith('.svelte')
      ? `<script lang="ts">\n${use(from, name).replace('export {};\n', '')}</script>\n`
      : use(from, name);
    expect(await broken(path, source)).toEqual([]);
  });

  it('names a type of Electron in the engine', async () => {
    const source = `import type { MessagePortMain } from 'electron';\nexport type Port = MessagePortMain;\n`;
    expect(await broken('src/main/engine/serve.ts', source)).toEqual([]);
  });
});

describe('messages round the contract', () => {
  it.each([
    `declare const window: any;\nwindow.webContents.send('x');\n`,
    `declare const window: any;\nwindow.webContents.postMessage('x', null);\n`,
    `declare const webContents: any;\nwebContents.send('x');\n`,
    `declare const event: any;\nevent.sender.send('x');\n`,
    `declare const electron: any;\nelectron.ipcMain.handle('x');\n`,
  ])('%s', async (source) => {
    const quiet = source.replaceAll(': any', ': never');
    expect(await broken('src/main/window.ts', quiet)).toEqual(syntax);
    expect(await broken('src/main/contract-adapter.ts', quiet)).toEqual([]);
  });
});
