import type { Page } from '@playwright/test';

/**
 * Speaks as script that got into the page would: with the bridge and its raw messages, past the page's own clients.
 */
export interface Intruder {
  /** One call of `appContract`. Resolves with the reply's `output`, or with its `error`. */
  callApp(name: string, input?: unknown): Promise<unknown>;
  /** Posts anything to main. */
  sendToApp(message: unknown): Promise<void>;
  /** Asks for a line to the engine and keeps it from the page, whose own line ends with that. */
  takeEngineLine(): Promise<void>;
  /** One call of `engineContract`, over that line. */
  callEngine(name: string, input?: unknown): Promise<unknown>;
  sendToEngine(message: unknown): Promise<void>;
}

interface IntruderWindow {
  readonly maquette: {
    sendToApp(message: unknown): void;
    onAppMessage(listener: (message: unknown) => void): () => void;
  };
  onEnginePort?: ((port: MessagePort) => void) | undefined;
  intruderPort?: MessagePort;
  nextIntruderId?: number;
}

interface Request {
  readonly name: string;
  readonly input: unknown;
  readonly line: 'app' | 'engine';
}

export function intrude(page: Page): Intruder {
  const call = (line: Request['line']) => (name: string, input?: unknown) =>
    page.evaluate(callInPage, { name, input, line });
  return {
    callApp: call('app'),
    async takeEngineLine() {
      await page.addInitScript(listenBeforePage);
      await page.reload();
      // The samples are the last thing that the page asks for at its start: its own line is there.
      await page.locator('img').first().waitFor();
      await page.evaluate(takeEngineLineInPage);
    },
    callEngine: call('engine'),
    sendToApp: (message) =>
      page.evaluate((value) => {
        (window as unknown as IntruderWindow).maquette.sendToApp(value);
      }, message),
    sendToEngine: (message) =>
      page.evaluate((value) => {
        (window as unknown as IntruderWindow).intruderPort?.postMessage(value);
      }, message),
  };
}

/** Listeners of the window hear a message in the order in which they came: this one has to be the first. */
function listenBeforePage(): void {
  const target = window as unknown as IntruderWindow;
  window.addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.data !== 'maquette:engine-port' || !port || !target.onEnginePort) return;
    event.stopImmediatePropagation();
    target.onEnginePort(port);
    target.onEnginePort = undefined;
  });
}

function takeEngineLineInPage(): Promise<void> {
  const target = window as unknown as IntruderWindow;
  const id = 900_000;
  return new Promise((resolve, reject) => {
    target.onEnginePort = (port) => {
      port.start();
      target.intruderPort = port;
      resolve();
    };
    target.maquette.onAppMessage((reply) => {
      const { kind, id: answered, error } = reply as Record<string, unknown>;
      if (answered === id && kind === 'error') reject(new Error(JSON.stringify(error)));
    });
    target.maquette.sendToApp({ kind: 'call', id, name: 'connectEngine', input: undefined });
  });
}

function callInPage({ name, input, line }: Request): Promise<unknown> {
  const target = window as unknown as IntruderWindow;
  // Far away from the ids of the page's own clients.
  const id = (target.nextIntruderId = (target.nextIntruderId ?? 1_000_000) + 1);
  const message = { kind: 'call', id, name, input };
  return new Promise((resolve) => {
    const settle = (reply: unknown): boolean => {
      const { kind, id: answered, output, error } = reply as Record<string, unknown>;
      if (answered !== id || kind === 'progress') return false;
      // Pixels would take Playwright minutes to carry out of the page.
      const text = JSON.stringify(kind === 'result' ? output : { error }, (_key, value: unknown) =>
        ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : value,
      );
      resolve(text === undefined ? undefined : JSON.parse(text));
      return true;
    };
    if (line === 'app') {
      const stop = target.maquette.onAppMessage((reply) => {
        if (settle(reply)) stop();
      });
      target.maquette.sendToApp(message);
    } else {
      target.intruderPort?.addEventListener('message', ({ data }) => void settle(data));
      target.intruderPort?.postMessage(message);
    }
  });
}
