import type { Openable } from './contract';

/** What the preload script puts on `window.maquette`: named functions only. */
export interface Bridge {
  /** `darwin`, `win32` or `linux`. */
  readonly platform: string;
  /** Posts a message of `appContract` to main. */
  sendToApp(message: unknown): void;
  /** Messages of `appContract` from main. Returns the function that stops listening. */
  onAppMessage(listener: (message: unknown) => void): () => void;
  /** What main tells unasked (`appEventSchema`). Returns the function that stops listening. */
  onAppEvent(listener: (event: unknown) => void): () => void;
  /** Registers a dropped file. Its path goes to main past the page; `null` when it is no file on disk. */
  ticketForFile(file: object): Promise<Openable | null>;
}

/**
 * `data` of the `window` message event that hands the page its end of the line to the engine
 * (`event.ports[0]`): once after every call of `connectEngine`.
 */
export const enginePortMessage = 'maquette:engine-port';

/** Names of the channels between the preload script and main. Nobody else uses them. */
export const channels = {
  app: 'maquette:app',
  appEvent: 'maquette:app-event',
  enginePort: enginePortMessage,
  droppedFile: 'maquette:dropped-file',
} as const;
