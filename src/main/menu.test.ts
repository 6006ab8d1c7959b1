import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ app: {}, Menu: {} }));
const { menuTemplate } = await import('./menu');

type Item = ReturnType<typeof menuTemplate>[number];

function build(changes: Partial<Parameters<typeof menuTemplate>[0]> = {}) {
  const onCommand = vi.fn();
  const options = {
    locale: 'en',
    platform: 'linux',
    packaged: true,
    recentFiles: [],
    onCommand,
    onOpen: vi.fn(),
    onForget: vi.fn(),
    ...changes,
  } as const;
  const template = menuTemplate(options);
  const items = template.flatMap(({ submenu }) => submenu as Item[]);
  return { template, items, onCommand };
}

describe('the menu', () => {
  it('speaks both languages, in the same order', () => {
    const en = build().items;
    const zh = build({ locale: 'zh-CN' }).items;
    expect(zh.map(({ role, accelerator, type }) => ({ role, accelerator, type }))).toEqual(
      en.map(({ role, accelerator, type }) => ({ role, accelerator, type })),
    );
    expect(build({ locale: 'zh-CN' }).template.map(({ label }) => label)).toEqual([
      '文件(&F)',
      '编辑(&E)',
      '显示(&V)',
      '帮助(&H)',
    ]);
  });

  it('sends each command once', () => {
    const { items, onCommand } = build();
    // Electron's own arguments are not used.
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(onCommand.mock.calls.map(([command]) => command as string)).toEqual([
      'open',
      'save',
      'save-as',
      'export',
      'undo',
      'redo',
      'fit',
      'actual-size',
      'compare',
      'language',
    ]);
  });

  it('opens recent files; those of one name are told apart by their folder', () => {
    const onOpen = vi.fn();
    const file = { name: 'a&b.jpg', missing: false };
    const { items } = build({
      onOpen,
      recentFiles: [
        { ...file, path: '/one/a&b.jpg', folder: 'one' },
        { ...file, path: '/two/a&b.jpg', folder: 'two', missing: true },
        { name: 'c.maquette', path: '/c.maquette', folder: 'three', missing: false },
      ],
    });
    const recent = items.find(({ label }) => label === 'Open Recent')?.submenu as Item[];
    expect(recent.map(({ label, enabled }) => [label, enabled])).toEqual([
      ['a&&b.jpg – one', true],
      ['a&&b.jpg – two (not found)', false],
      ['c.maquette', true],
      [undefined, undefined],
      ['Clear List', true],
    ]);
    (recent[2]?.click as () => void)();
    expect(onOpen).toHaveBeenCalledWith('/c.maquette');
  });

  it('has developer tools only while developing', () => {
    const roles = (packaged: boolean) => build({ packaged }).items.map(({ role }) => role);
    expect(roles(true)).not.toContain('toggleDevTools');
    expect(roles(false)).toContain('toggleDevTools');
  });

  it('has no mnemonics and an application menu on macOS', () => {
    const labels = build({ platform: 'darwin', locale: 'zh-CN' }).template.map(
      ({ label }) => label,
    );
    expect(labels).toEqual(['Maquette', '文件', '编辑', '显示', '帮助']);
  });

  it('uses no accelerator twice', () => {
    const keys = build().items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
