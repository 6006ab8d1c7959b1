import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { channels, enginePortMessage, type Bridge } from '@shared/contract/bridge';
import type { Ticket } from '@shared/contract/contract';

function listen(channel: string, listener: (message: unknown) => void): () => void {
  const receive = (_event: IpcRendererEvent, message: unknown): void => listener(message);
  ipcRenderer.on(channel, receive);
  return () => void ipcRenderer.off(channel, receive);
}

/** Electron before 29 has no `webUtils`; there the file itself knows its path. */
function pathOf(file: object): string {
  const utilities = webUtils as typeof webUtils | undefined;
  if (utilities) return utilities.getPathForFile(file as File);
  return 'path' in file && typeof file.path === 'string' ? file.path : '';
}

const bridge: Bridge = {
  platform: process.platform,
  sendToApp: (message) => ipcRenderer.send(channels.app, message),
  onAppMessage: (listener) => listen(channels.app, listener),
  onAppEvent: (listener) => listen(channels.appEvent, listener),
  async ticketForFile(file) {
    const path = pathOf(file);
    if (!path) return null;
    return (await ipcRenderer.invoke(channels.droppedFile, path)) as Ticket | null;
  },
};

contextBridge.exposeInMainWorld('maquette', bridge);

// A port cannot pass through contextBridge: it is handed to the page as a message event.
ipcRenderer.on(channels.enginePort, (event) => {
  window.postMessage(enginePortMessage, window.location.origin, [...event.ports]);
});
