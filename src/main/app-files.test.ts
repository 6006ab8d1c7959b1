import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appFile } from './app-files';

const root = resolve('/program/out/renderer');

describe('the files of the page', () => {
  it.each([
    ['app://maquette/', 'index.html', 'text/html; charset=utf-8'],
    ['app://maquette', 'index.html', 'text/html; charset=utf-8'],
    ['app://maquette/index.html?x=1#y', 'index.html', 'text/html; charset=utf-8'],
    ['app://maquette/assets/a.js', 'assets/a.js', 'text/javascript; charset=utf-8'],
    ['app://maquette/assets/a%20b.css', 'assets/a b.css', 'text/css; charset=utf-8'],
    ['app://maquette/x/../assets/a.js', 'assets/a.js', 'text/javascript; charset=utf-8'],
  ])('%s', (url, path, contentType) => {
    expect(appFile(root, url)).toEqual({ path: join(root, path), contentType });
  });

  it.each([
    'app://maquette/..%2f..%2fpackage.json',
    'app://maquette/%2e%2e/%2e%2e%2fmain/index.js',
    'app://maquette/..%2frenderer-secret/a.js',
    'app://maquette/assets/..%2f..%2f..%2f..%2fetc/a.json',
    'app://maquette/..%5c..%5cmain%5cindex.js',
    'app://maquette/..\\..\\main\\index.js',
    'app://maquette/a.js%00.html',
    'app://maquette/%',
    'app://maquette/etc/passwd',
    'app://maquette/index.js.exe',
    'app://other/index.html',
    'app://maquette.example/index.html',
    'file:///etc/a.js',
    'https://maquette/index.html',
    'nonsense',
  ])('refuses %s', (url) => {
    expect(appFile(root, url)).toBeUndefined();
  });
});
