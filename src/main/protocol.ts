import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { appFile } from './app-files';
import { policyFor } from './content-security-policy';

/** Before the app is ready: a standard, secure scheme has an origin, module scripts and workers. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page, read-only, with its policy on every answer. */
export function serveApp(root: string): void {
  protocol.handle('app', async ({ url }) => {
    const headers = {
      'Content-Security-Policy': policyFor(new URL(url).pathname, 'production'),
      'X-Content-Type-Options': 'nosniff',
    };
    const file = appFile(root, url);
    const bytes = file && (await readIfPresent(file.path));
    if (!file || !bytes) return new Response('', { status: 404, headers });
    return new Response(bytes, { headers: { ...headers, 'Content-Type': file.contentType } });
  });
}

async function readIfPresent(path: string): Promise<Buffer<ArrayBuffer> | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined; // Not a file of the bundle: 404.
  }
}
