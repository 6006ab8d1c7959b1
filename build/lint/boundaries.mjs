/**
 * Who may import whom. Each folder sees only what its process has: shared code runs everywhere, the
 * page has no Node, and the native modules live in the engine alone, so that a crash or a leak in
 * them cannot take the window along.
 *
 * ESLint does not merge two settings of one rule: the last that matches a file wins whole. So every
 * area below lists all of its bans, and narrower areas follow wider ones.
 */
import { builtinModules } from 'node:module';

/** @typedef {{ regex: string, message: string, allowTypeImports?: boolean, importNamePattern?: string }} Ban */

/**
 * @param {'main' | 'renderer' | 'preload'} folder
 * @param {string} message
 * @returns {Ban}
 */
const folder = (folder, message) => ({
  regex: `(^|/)(\\.\\.|src)/${folder}(/|$)`,
  message,
});

const nodeBuiltins = builtinModules
  .filter((name) => !name.startsWith('_'))
  .map((name) => name.replaceAll('/', '\\/'))
  .join('|');

/** @type {Ban} */
const node = { regex: `^(node:.*|${nodeBuiltins})$`, message: 'This code runs where no Node is.' };
/** @type {Ban} */
const electron = {
  regex: '^electron(/.*)?$',
  message: 'Electron exists only in the main process and the preload script.',
  allowTypeImports: true,
};
/** @type {Ban} */
const native = {
  regex: '^(sharp|onnxruntime-node|@vladmandic/human|@tensorflow)(/.*)?$',
  message: 'Native modules and networks belong to src/main/engine.',
};
/** @type {Ban} */
const svelte = { regex: '^svelte(/.*)?$', message: 'Shared code knows no user interface.' };
/** @type {Ban} */
const rawChannels = {
  regex: '^electron(/.*)?$',
  importNamePattern: '^(ipcMain|ipcRenderer|webContents)$',
  message: 'Talk through the contract: src/main/contract-adapter.ts or src/preload/index.ts.',
};

const noMain = folder('main', 'Only src/shared is common to both sides.');
const noRenderer = folder('renderer', 'Only src/shared is common to both sides.');
const noPreload = folder('preload', 'The preload script is a leaf: nothing imports it.');

/** Messages sent round the contract by way of an object, which no import gives away. */
const rawCalls = [
  {
    selector:
      'MemberExpression[property.name=/^(send|postMessage)$/]:matches([object.property.name="webContents"], [object.name="webContents"])',
    message: 'Send through the contract adapter: its receiver validates.',
  },
  {
    selector: 'MemberExpression[object.property.name="sender"][property.name="send"]',
    message: 'Answer through the contract adapter: its receiver validates.',
  },
  {
    selector: 'MemberExpression[property.name=/^ipc(Main|Renderer)$/]',
    message: 'Talk through the contract adapter.',
  },
];

/**
 * @param {string[]} files
 * @param {Ban[]} patterns
 * @param {{ selector: string, message: string }[]} [syntax]
 * @returns {import('eslint').Linter.Config}
 */
const area = (files, patterns, syntax = rawCalls) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': patterns.length ? ['error', { patterns }] : 'off',
    'no-restricted-syntax': syntax.length ? ['error', ...syntax] : 'off',
  },
});

/** @type {import('eslint').Linter.Config[]} */
export const boundaries = [
  area(['src/shared/**'], [node, electron, native, svelte, noMain, noRenderer, noPreload]),
  // An edit's own panel is a piece of the page, and its engine half a piece of the engine, kept in
  // the edit's folder so that adding an edit touches one folder.
  area(['src/shared/edits/*/Panel.svelte'], [node, electron, native, noMain, noPreload]),
  area(['src/shared/**/*.engine.ts'], [electron, native, svelte, noRenderer, noPreload]),

  area(['src/renderer/**'], [node, electron, native, noMain, noPreload]),

  area(['src/main/**'], [rawChannels, native, svelte, noRenderer, noPreload]),
  area(['src/main/contract-adapter.ts'], [native, svelte, noRenderer, noPreload], []),
  // The engine and the command line also run under plain Node.
  area(['src/main/engine/**'], [electron, svelte, noRenderer, noPreload]),
  area(['src/main/cli/**'], [electron, native, svelte, noRenderer, noPreload]),

  area(['src/preload/**'], [rawChannels, node, native, svelte, noMain, noRenderer]),
  area(['src/preload/index.ts'], [node, native, svelte, noMain, noRenderer], []),

  // A test may look at anything from outside.
  area(['**/*.test.ts', 'test/**'], [], []),
];
