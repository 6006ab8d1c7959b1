type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * All that the page may load is its own bundle and pictures that it made itself. `style-src-attr` allows style
 * attributes (positions that Svelte writes), never a style sheet from a string.
 */
const production: Directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'"],
  'style-src-attr': ["'unsafe-inline'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** Vite's development server injects style sheets and talks to the page over a web socket. */
const development: Directives = {
  ...production,
  'script-src': ["'self'", "'unsafe-inline'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'", 'ws:'],
};

export type PolicyMode = 'production' | 'development';

export function contentSecurityPolicy(mode: PolicyMode): string {
  return written(directivesOf(mode));
}

/**
 * For answers with a worker's script, which has no window: it may also compile the pixel loops that the program
 * assembles itself (src/shared/wasm), but run no script from a string.
 */
export function workerSecurityPolicy(mode: PolicyMode): string {
  const directives = directivesOf(mode);
  const scripts = [...(directives['script-src'] ?? []), "'wasm-unsafe-eval'"];
  return written({ ...directives, 'script-src': scripts });
}

/** The policy for an answer, by the path that was asked for. */
export function policyFor(path: string, mode: PolicyMode): string {
  return /\.worker[.-]/u.test(path) ? workerSecurityPolicy(mode) : contentSecurityPolicy(mode);
}

function directivesOf(mode: PolicyMode): Directives {
  return mode === 'production' ? production : development;
}

function written(directives: Directives): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');
}
