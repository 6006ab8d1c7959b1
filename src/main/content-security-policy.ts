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

export function contentSecurityPolicy(mode: 'production' | 'development'): string {
  return Object.entries(mode === 'production' ? production : development)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');
}
