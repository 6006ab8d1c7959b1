import { extname, join, sep } from 'node:path';

/** The page's own origin. Unlike file:// it is a real one: nothing else on the disk shares it. */
export const appOrigin = 'app://maquette';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface AppFile {
  readonly path: string;
  readonly contentType: string;
}

/** The file below `root` that a URL of ours names; `undefined` for every other URL and every way out of `root`. */
export function appFile(root: string, url: string): AppFile | undefined {
  const pathname = pathnameOf(url);
  // A NUL ends a path early, and a backslash is a second separator on Windows.
  if (pathname === undefined || /[\0\\]/.test(pathname)) return undefined;
  const path = join(root, pathname === '' || pathname === '/' ? 'index.html' : pathname);
  // The URL parser resolves "..", but not when the slashes were percent-encoded.
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
  const contentType = contentTypes[extname(path).toLowerCase()];
  return contentType === undefined ? undefined : { path, contentType };
}

function pathnameOf(url: string): string | undefined {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (`${protocol}//${host}` !== appOrigin) return undefined;
    return decodeURIComponent(pathname);
  } catch {
    return undefined; // No URL, or "%" that encodes nothing: not one of ours.
  }
}
