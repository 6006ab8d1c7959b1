import type { AppEvent } from '@shared/contract/contract';

export type Command =
  Extract<AppEvent, { event: 'menu' }>['command'] | 'zoom-in' | 'zoom-out' | 'shortcuts';

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const withModifier: Readonly<Record<string, Command>> = {
  o: 'open',
  s: 'save',
  e: 'export',
  z: 'undo',
  y: 'redo',
  '0': 'fit',
  '1': 'actual-size',
  '\\': 'compare',
  '=': 'zoom-in',
  '+': 'zoom-in',
  '-': 'zoom-out',
};

const plain: Readonly<Record<string, Command>> = {
  '0': 'fit',
  '1': 'actual-size',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '?': 'shortcuts',
};

/**
 * What a key asks for. The menu has most of these keys too; it only sees those that the page did not take, so
 * nothing happens twice.
 */
export function commandOf(event: Key, platform: string): Command | undefined {
  if (event.altKey) return undefined;
  const modifier = platform === 'darwin' ? event.metaKey : event.ctrlKey;
  const key = event.key.toLowerCase();
  if (!modifier) return event.ctrlKey || event.metaKey ? undefined : plain[key];
  if (key === 'z' && event.shiftKey) return 'redo';
  if (key === 's' && event.shiftKey) return 'save-as';
  return withModifier[key];
}

/** The key that shows the original while it is down: left of Return or next to it, whatever it is labelled. */
export function isCompareKey(event: Key): boolean {
  const plainKey = !event.ctrlKey && !event.metaKey && !event.altKey;
  return plainKey && (event.key === '\\' || event.code === 'Backslash');
}

/** Whether the key belongs to what is being typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement)) return false;
  return target.type === 'text' || target.type === 'number';
}

/** How a shortcut is written on this system, e.g. "Ctrl+Z" or "⌘Z". */
export function keyName(keys: string, platform: string): string {
  const mac = platform === 'darwin';
  return mac ? keys.replace('Mod+', '⌘').replace('Shift+', '⇧') : keys.replace('Mod+', 'Ctrl+');
}
