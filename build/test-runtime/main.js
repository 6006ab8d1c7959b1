// The test runtime's default_app.asar: opens the application folder named on the command line, as
// Electron's own default app does, with only the switches that this project's tools use.
'use strict';

const { app } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');

const preloads = [];
let folder = null;

const words = process.argv.slice(1);
for (let index = 0; index < words.length && folder === null; index += 1) {
  const word = words[index];
  if (word === '--version' || word === '-v') {
    process.stdout.write(`v${process.versions.electron}\n`);
    process.exit(0);
  } else if (word === '-r' || word === '--require') {
    index += 1;
    preloads.push(words[index]);
  } else if (!word.startsWith('-')) {
    folder = resolve(word);
  }
}

if (folder === null) {
  process.stderr.write('usage: electron [switches] <application folder> [arguments]\n');
  process.exit(1);
}

const manifestPath = join(folder, 'package.json');
if (existsSync(manifestPath)) {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  app.setName(manifest.productName ?? manifest.name ?? app.getName());
  if (manifest.version) app.setVersion(manifest.version);
}

try {
  const main = Module._resolveFilename(folder, null, true);
  app.setAppPath(existsSync(manifestPath) ? folder : dirname(main));
  for (const path of preloads) Module._load(path, null, true);
  Module._load(main, Module, true);
} catch (error) {
  process.stderr.write(`cannot open ${folder}: ${error.stack}\n`);
  process.exit(1);
}
