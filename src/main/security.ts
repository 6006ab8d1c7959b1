import { app, session, type WebContents } from 'electron';
import { appOrigin } from './app-files';
import { policyFor } from './content-security-policy';

/** Where the page comes from: the bundle, or Vite's server while developing. */
export interface PageSource {
  readonly url: string;
  readonly origin: string;
}

/** A packaged program never listens to the variable: it could be pointed at any web page. */
export function pageSource(packaged: boolean, developmentServer: string | undefined): PageSource {
  if (packaged || !developmentServer) return { url: `${appOrigin}/index.html`, origin: appOrigin };
  return { url: developmentServer, origin: new URL(developmentServer).origin };
}

/** Schemes that would leave this machine, or reach round the app protocol into its disk. */
const foreign = ['http', 'https', 'ws', 'wss', 'ftp', 'file'].map((scheme) => `${scheme}://*/*`);

/** No permission, no navigation, no second window, no request to anywhere else, for every page there ever is. */
export function lockDown(source: PageSource): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);

  const host = new URL(source.url).host;
  defaultSession.webRequest.onBeforeRequest({ urls: foreign }, ({ url }, decide) => {
    decide({ cancel: source.origin === appOrigin || new URL(url).host !== host });
  });
  if (source.origin !== appOrigin) relaxForDevelopment(source);

  app.on('web-contents-created', (_event, contents) => confine(contents));
}

function relaxForDevelopment({ origin }: PageSource): void {
  session.defaultSession.webRequest.onHeadersReceived(
    { urls: [`${origin}/*`] },
    ({ url, responseHeaders }, decide) => {
      const policy = [policyFor(new URL(url).pathname, 'development')];
      decide({ responseHeaders: { ...responseHeaders, 'Content-Security-Policy': policy } });
    },
  );
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
