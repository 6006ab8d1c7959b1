import type { Port } from '@shared/contract/rpc';

/** What a `MessagePort`, a `Worker` and a worker's own scope have in common. */
interface MessageLine {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

export function portOf(line: MessageLine): Port {
  return {
    post: (message) => line.postMessage(message),
    listen(listener) {
      const onMessage = (event: MessageEvent<unknown>): void => listener(event.data);
      line.addEventListener('message', onMessage);
      return () => line.removeEventListener('message', onMessage);
    },
  };
}
