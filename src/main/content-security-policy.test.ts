import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, policyFor, workerSecurityPolicy } from './content-security-policy';

const directives = (policy: string) =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );

describe('the content security policy', () => {
  it('lets the shipped page load its own files and nothing else', () => {
    const policy = directives(contentSecurityPolicy('production'));
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('style-src')).toBe("'self'");
    expect(policy.get('worker-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe("'none'");
    expect(policy.get('img-src')).toBe("'self' blob: data:");
    expect(contentSecurityPolicy('production')).not.toMatch(/unsafe-eval|https?:|ws:|\*/);
  });

  it('opens only what the development server needs', () => {
    const policy = directives(contentSecurityPolicy('development'));
    expect(policy.get('connect-src')).toBe("'self' ws:");
    expect(contentSecurityPolicy('development')).not.toContain('unsafe-eval');
  });

  it('lets workers alone compile what the program assembles itself', () => {
    for (const mode of ['production', 'development'] as const) {
      const [page, worker] = [contentSecurityPolicy(mode), workerSecurityPolicy(mode)].map(
        directives,
      );
      expect(worker?.get('script-src')).toBe(`${page?.get('script-src')} 'wasm-unsafe-eval'`);
      worker?.delete('script-src');
      page?.delete('script-src');
      expect(worker).toEqual(page);
    }
  });

  it('tells workers by their names', () => {
    const worker = workerSecurityPolicy('production');
    expect(policyFor('/assets/studio.worker-Cjc6fk3W.js', 'production')).toBe(worker);
    expect(policyFor('/studio/studio.worker.ts', 'production')).toBe(worker);
    for (const path of ['/', '/index.html', '/assets/index-worker.js']) {
      expect(policyFor(path, 'production')).toBe(contentSecurityPolicy('production'));
    }
  });
});
