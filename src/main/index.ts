import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

void app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    webPreferences: { preload: join(import.meta.dirname, '../preload/index.js'), sandbox: true },
  });
  const developmentServer = process.env['ELECTRON_RENDERER_URL'];
  if (developmentServer) await window.loadURL(developmentServer);
  else await window.loadFile(join(import.meta.dirname, '../renderer/index.html'));
  process.stdout.write('maquette: ready\n');
});

app.on('window-all-closed', () => {
  app.quit();
});
