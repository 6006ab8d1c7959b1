import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy';

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
});
