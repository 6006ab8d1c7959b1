import { contextBridge } from 'electron';

contextBridge.exposeInMainWorld('maquette', {});
