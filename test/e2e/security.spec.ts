import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Maquette } from './fixtures';
import { intrude } from './intruder';

/** Chromium reports what was refused on the console: that is what these tests provoke. */
const refusals =
  /Content Security Policy|Not allowed to (load|navigate)|Failed to load resource|ERR_/;

/** Nothing is allowed that is not named, and no script or request that is not the bundle's own. */
const strictPolicy =
  /^(?=.*default-src 'none')(?=.*script-src 'self';)(?=.*connect-src 'none')(?!.*unsafe-eval)(?!.*https?:)/;

/** A request as main itself would make it, through the session that the page uses. */
function fetchInMain({ application }: Maquette, url: string) {
  return application.evaluate(
    ({ net }, address) =>
      net.fetch(address).then(
        async (response) => ({
          status: response.status,
          policy: response.headers.get('content-security-policy'),
          text: await response.text(),
        }),
        (error: unknown) => ({ status: 0, policy: null, text: String(error) }),
      ),
    url,
  );
}

test('the page runs in a sandbox, apart from the preload script, without Node', async ({
  launch,
}) => {
  const { application, page } = await launch();
  const preferences = await application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
  const reach = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron'].filter(
      (name) => name in window,
    ),
    bridge: Object.keys((window as unknown as { maquette: object }).maquette).sort(),
    frozen: !Reflect.set(window, 'maquette', null),
  }));
  expect(reach).toEqual({
    node: [],
    bridge: ['onAppEvent', 'onAppMessage', 'platform', 'sendToApp', 'ticketForFile'],
    frozen: true,
  });
});

test('the content security policy comes with every answer and the page keeps to it', async ({
  launch,
}) => {
  const maquette = await launch();
  const { page } = maquette;
  for (const url of ['app://maquette/', 'app://maquette/index.html', 'app://maquette/none.js']) {
    const { policy } = await fetchInMain(maquette, url);
    expect(policy).toMatch(strictPolicy);
  }
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seenViolations: seen });
    document.addEventListener('securitypolicyviolation', (event) => {
      seen.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.reload();
  await page.waitForLoadState('load');
  const violations = await page.evaluate(
    () => (window as { seenViolations?: string[] }).seenViolations,
  );
  expect(violations).toEqual([]);
});

test('the content security policy stops foreign script, style, frames and requests', async ({
  launch,
}) => {
  const maquette = await launch();
  maquette.expectProblem(refusals);
  const outcome = await maquette.page.evaluate(async () => {
    const done = (element: HTMLElement): Promise<string> =>
      new Promise((resolve) => {
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('refused'));
        document.body.append(element);
      });
    const make = <Name extends 'script' | 'img' | 'link'>(
      name: Name,
      properties: Partial<HTMLElementTagNameMap[Name]>,
    ): HTMLElement => Object.assign(document.createElement(name), properties);
    const attempt = (work: () => unknown): Promise<string> =>
      Promise.resolve()
        .then(work)
        .then(
          () => 'done',
          () => 'refused',
        );
    const inline = document.createElement('script');
    inline.textContent = 'window.injected = true';
    document.body.append(inline);
    // In a task of its own: what the debugger runs directly may evaluate strings.
    const evaluateLater = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () =>
          attempt(() => (0, eval)('1')).then((end) => (end === 'done' ? resolve : reject)(end));
        port2.postMessage(null);
      });
    const startWorker = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        worker.onmessage = resolve;
        worker.onerror = reject;
      });
    return {
      inlineScript: 'injected' in window,
      evaluated: await attempt(evaluateLater),
      script: await done(make('script', { src: 'https://example.org/a.js' })),
      picture: await done(make('img', { src: 'https://example.org/a.png' })),
      style: await done(make('link', { rel: 'stylesheet', href: 'https://example.org/a.css' })),
      request: await attempt(() => fetch('https://example.org/')),
      ownFile: await attempt(() => fetch('app://maquette/index.html')),
      diskFile: await attempt(() => fetch('file:///etc/hostname')),
      worker: await attempt(startWorker),
    };
  });
  expect(outcome).toEqual({
    inlineScript: false,
    evaluated: 'refused',
    script: 'refused',
    picture: 'refused',
    style: 'refused',
    request: 'refused',
    ownFile: 'refused',
    diskFile: 'refused',
    worker: 'refused',
  });
});

test('the page stays where it is and opens no other', async ({ launch }) => {
  const maquette = await launch();
  const { application, page } = maquette;
  maquette.expectProblem(refusals);
  await application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const tried: string[] = [];
    Object.assign(globalThis, { triedNavigations: tried });
    contents?.on('will-navigate', (event, url) => {
      if (event.defaultPrevented) tried.push(url);
    });
  });
  const addresses = ['https://example.org/', 'app://maquette/other.html', 'data:text/html,x'];
  for (const address of addresses) {
    const before = page.url();
    await page.evaluate((url) => {
      const link = Object.assign(document.createElement('a'), { href: url });
      document.body.append(link);
      link.click();
    }, address);
    expect(page.url()).toBe(before);
  }
  const tried = () =>
    application.evaluate(
      () => (globalThis as { triedNavigations?: string[] }).triedNavigations ?? [],
    );
  // Chromium itself refuses a top-level data: address, so main may not even be asked about that one.
  await expect.poll(tried).toEqual(expect.arrayContaining(addresses.slice(0, 2)));

  const opened = await page.evaluate(() =>
    ['https://example.org/', 'app://maquette/index.html', 'about:blank', ''].map(
      (url) => window.open(url) === null,
    ),
  );
  expect(opened).toEqual([true, true, true, true]);
  expect(application.windows()).toHaveLength(1);
  expect(page.url()).toBe('app://maquette/index.html');
});

test('every permission is denied', async ({ launch }) => {
  const maquette = await launch();
  const answers = await maquette.page.evaluate(async () => {
    const refusal = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'granted',
        () => 'denied',
      );
    const query = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return {
      notifications: await Notification.requestPermission(),
      camera: await refusal(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await refusal(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refusal(navigator.clipboard.readText()),
      location: await refusal(
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      cameraState: await query('camera'),
      locationState: await query('geolocation'),
    };
  });
  expect(new Set(Object.values(answers))).toEqual(new Set(['denied']));
});

test('the app scheme serves the bundle and nothing else on the disk', async ({ launch }) => {
  const maquette = await launch();
  expect((await fetchInMain(maquette, 'app://maquette/')).status).toBe(200);
  const outside = [
    'app://maquette/..%2f..%2fpackage.json',
    'app://maquette/%2e%2e%2fmain/index.js',
    'app://maquette/..%5c..%5cmain%5cindex.js',
    'app://maquette/assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd',
    'app://maquette//etc/passwd',
    'app://maquette/assets',
    'app://elsewhere/index.html',
  ];
  for (const url of outside) {
    expect([url, await fetchInMain(maquette, url)]).toEqual([
      url,
      { status: 404, policy: expect.stringMatching(strictPolicy), text: '' },
    ]);
  }
  for (const url of ['https://example.org/', 'http://127.0.0.1:9/']) {
    expect([url, (await fetchInMain(maquette, url)).text]).toEqual([
      url,
      expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
    ]);
  }
});

test('the page cannot name a path to main', async ({ launch }) => {
  const maquette = await launch();
  const intruder = intrude(maquette.page);
  const target = join(maquette.userDataDirectory, 'planted.jpg');
  expect(await intruder.callApp('chooseExportFile', { photo: target, format: 'png' })).toEqual({
    error: { code: 'unknown-photo', detail: '' },
  });
  expect(await intruder.callApp('revealExported', { target })).toEqual({
    error: { code: 'file-not-found', detail: '' },
  });
  const tickets = await maquette.page.evaluate(async (path) => {
    const bridge = (
      window as unknown as { maquette: { ticketForFile(file: object): Promise<unknown> } }
    ).maquette;
    const lying = Object.defineProperty(new File(['x'], 'a.jpg'), 'path', { value: path });
    return Promise.all(
      [{ path }, { path, name: 'a.jpg' }, new File([], path), lying].map((file) =>
        bridge.ticketForFile(file),
      ),
    );
  }, target);
  expect(tickets).toEqual([null, null, null, null]);
});

test('malformed messages to main are refused, and it goes on answering', async ({ launch }) => {
  const { page } = await launch();
  const intruder = intrude(page);
  const nonsense = [
    null,
    0,
    '',
    [],
    {},
    { kind: 'call' },
    { kind: 'call', id: 'one', name: 'start' },
    { kind: 'cancel', id: 12_345 },
    { kind: 'result', id: 1, output: { photo: null } },
  ];
  for (const message of nonsense) await intruder.sendToApp(message);
  for (const name of ['', 'no-such', '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    expect(await intruder.callApp(name)).toMatchObject({ error: { code: 'invalid-message' } });
  }
  const wrong: [string, unknown][] = [
    ['changeSettings', { locale: 'xx' }],
    ['changeSettings', null],
    ['chooseExportFile', { photo: 1, format: 'jpeg' }],
    ['chooseExportFile', { photo: 'a', format: 'exe' }],
    ['revealExported', {}],
    ['openProject', { project: 'a', located: { 'photo-1': 1 } }],
    ['saveProject', { project: null, saveAs: true, content: { document: {} } }],
    ['showDocument', { file: 'a', name: 1, modified: false }],
  ];
  for (const [name, input] of wrong) {
    expect(await intruder.callApp(name, input)).toMatchObject({
      error: { code: 'invalid-message' },
    });
  }
  expect(await intruder.callApp('start')).toEqual({
    file: null,
    recoveries: [],
    settings: { locale: 'en' },
  });
});

test('the page cannot name a path to the engine, nor write to what it may only read', async ({
  launch,
}) => {
  const { page, userDataDirectory } = await launch();
  const intruder = intrude(page);
  const planted = join(userDataDirectory, 'planted.png');
  const samples = (await intruder.callApp('samples')) as { id: string }[];
  const photo = samples[0]?.id ?? '';
  await intruder.takeEngineLine();
  expect(await intruder.callEngine('open', { photo })).toMatchObject({
    information: { format: 'jpeg' },
  });
  const refused = { error: { code: 'file-not-found' } };
  for (const path of ['/etc/hostname', planted, '', '..', `${photo}/../x`]) {
    expect(await intruder.callEngine('open', { photo: path })).toMatchObject(refused);
  }
  const options = { format: 'png', quality: 90, longestSidePixels: null, keepMetadata: true };
  const document = { schema: 2, photo, transplants: [], edits: [] };
  for (const target of [planted, photo, samples[1]?.id ?? '', '']) {
    const answer = await intruder.callEngine('export', { document, target, options });
    expect([target, answer]).toMatchObject([target, refused]);
  }
  expect(existsSync(planted)).toBe(false);
});

test('malformed messages to the engine are refused, and it goes on answering', async ({
  launch,
}) => {
  const { page } = await launch();
  const intruder = intrude(page);
  const samples = (await intruder.callApp('samples')) as { id: string }[];
  const photo = samples[0]?.id ?? '';
  await intruder.takeEngineLine();
  for (const message of [
    null,
    1,
    'x',
    [],
    {},
    { kind: 'call', id: {} },
    { kind: 'cancel', id: 7 },
  ]) {
    await intruder.sendToEngine(message);
  }
  const document = { schema: 2, photo, transplants: [], edits: [] };
  const edit = { key: 'a', id: 'lip-color', version: 1, enabled: true, face: 0, params: {} };
  const options = { format: 'png', quality: 90, longestSidePixels: null, keepMetadata: true };
  const square = { left: 0, top: 0, width: 10, height: 10 };
  const wrong: [string, unknown][] = [
    ['none', {}],
    ['constructor', {}],
    ['open', { photo: { toString: null } }],
    ['analyse', {}],
    ['view', { document, rectangle: { ...square, width: -1 }, edited: true }],
    ['view', { document, rectangle: { ...square, left: 0.5 }, edited: true }],
    ['view', { document: { ...document, schema: 99 }, rectangle: square, edited: true }],
    ['view', { document: { ...document, edits: [{ ...edit, face: -1 }] }, rectangle: square }],
    ['export', { document, target: 'x', options: { ...options, quality: 0 } }],
    ['export', { document, target: 'x', options: { ...options, format: '../x' } }],
  ];
  for (const [name, input] of wrong) {
    const answer = await intruder.callEngine(name, input);
    expect([name, input, answer]).toMatchObject([
      name,
      input,
      { error: { code: 'invalid-message' } },
    ]);
  }
  await intruder.callEngine('open', { photo });
  // Well-formed, and still no reason to fall over.
  for (const rectangle of [
    { left: -50, top: -50, width: 1_000_000, height: 1_000_000 },
    { left: 1_000_000, top: 0, width: 10, height: 10 },
  ]) {
    expect(await intruder.callEngine('view', { document, rectangle, edited: true })).toBeDefined();
  }
  const view = { document, rectangle: square, edited: true };
  expect(await intruder.callEngine('view', view)).toMatchObject({ width: 10, height: 10 });
});
