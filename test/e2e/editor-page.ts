import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';
import type { LaunchOptions, Maquette } from './launch';

const resolve = createRequire(__filename).resolve;

/** Photos of real faces out of npm development packages, so that every machine has them. */
export const photos = {
  onePerson: inPackage('paper-kit-2', 'assets/img/faces/joe-gardner-2.jpg'),
  woman: inPackage('soft-ui-dashboard', 'assets/img/marie.jpg'),
  redLips: inPackage('soft-ui-dashboard', 'assets/img/ivana-square.jpg'),
  fourPeople: inPackage('@vladmandic/face-api', 'demo/sample6.jpg'),
};

function inPackage(name: string, path: string): string {
  return join(dirname(resolve(`${name}/package.json`)), path);
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three samples a pixel. */
  readonly data: Buffer;
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a person does and sees, in one place, so that tests read like a job description. */
export class EditorPage {
  readonly stage: Locator;
  readonly inspector: Locator;
  readonly undo: Locator;
  readonly redo: Locator;

  constructor(
    readonly maquette: Maquette,
    readonly page: Page = maquette.page,
  ) {
    this.stage = page.getByRole('application');
    this.inspector = page.getByRole('complementary');
    this.undo = page.getByRole('button', { name: /^(Undo|撤销)/ });
    this.redo = page.getByRole('button', { name: /^(Redo|重做)/ });
  }

  /** Starts the program with a photo, waits for its faces and shows the edits of the lips. */
  static async open(
    launch: (options?: LaunchOptions) => Promise<Maquette>,
    options: LaunchOptions & { readonly photo: string },
  ): Promise<EditorPage> {
    const editor = new EditorPage(await launch(options));
    await editor.waitForFaces();
    await editor.panel(options.locale === 'zh-CN' ? '唇部' : 'Lips').click();
    return editor;
  }

  async waitForFaces(): Promise<void> {
    await expect(this.page.getByTestId('analysis')).toContainText(/\d/, { timeout: 30_000 });
  }

  radio(name: string): Locator {
    // The round thing itself is hidden; its label is what one sees and clicks.
    return this.inspector.getByRole('radio', { name, exact: true });
  }

  swatch(name: string): Locator {
    const radio = this.page.getByRole('radio', { name, exact: true });
    return this.inspector.locator('label').filter({ has: radio });
  }

  slider(name: string): Locator {
    return this.inspector.getByRole('slider', { name });
  }

  /** A tab of the inspector; one in use says so behind its name. */
  panel(name: string): Locator {
    return this.inspector.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  edit(id: string): Locator {
    return this.inspector.locator(`[data-edit="${id}"]`);
  }

  chip(name: string): Locator {
    return this.inspector
      .getByRole('region', { name: /Found in this face|识别到的部位/ })
      .getByRole('button', { name, exact: true });
  }

  /** Opens the list of what was found in the face. */
  async showFeatures(): Promise<void> {
    const opener = this.inspector.getByRole('button', { name: /Found in this face|识别到的部位/ });
    if ((await opener.getAttribute('aria-expanded')) === 'false') await opener.click();
  }

  /** A point in the window that is well inside a feature of the selected face. */
  async pointIn(featureName: string): Promise<{ x: number; y: number }> {
    await this.showFeatures();
    await this.chip(featureName).hover();
    const line = this.stage.locator('.hovered .line');
    await expect(line).toBeAttached();
    return line.evaluate((element: SVGPathElement) => {
      const box = element.getBBox();
      const matrix = element.getScreenCTM();
      const steps = 24;
      // Electron 25 takes nothing but this old kind of point here.
      const at = (column: number, row: number): SVGPoint | undefined => {
        const point = element.ownerSVGElement?.createSVGPoint();
        return (
          point &&
          Object.assign(point, {
            x: box.x + ((column + 0.5) / steps) * box.width,
            y: box.y + ((row + 0.5) / steps) * box.height,
          })
        );
      };
      const inside = (column: number, row: number): boolean =>
        element.isPointInFill(at(column, row));
      const depth = (column: number, row: number): number => {
        let reach = 0;
        while (
          reach < steps &&
          [-reach, 0, reach].every((dx) =>
            [-reach, 0, reach].every((dy) => inside(column + dx, row + dy)),
          )
        ) {
          reach += 1;
        }
        return reach;
      };
      let best = { column: 0, row: 0, depth: -1 };
      for (let row = 0; row < steps; row++) {
        for (let column = 0; column < steps; column++) {
          const here = depth(column, row);
          if (here > best.depth) best = { column, row, depth: here };
        }
      }
      const point = at(best.column, best.row)?.matrixTransform(matrix ?? undefined);
      return { x: point?.x ?? 0, y: point?.y ?? 0 };
    });
  }

  /** Moves the pointer off the photo, so that nothing lies over it. */
  async leave(): Promise<void> {
    await this.page.mouse.move(5, 22);
    await expect(this.stage.locator('.hovered')).toHaveCount(0);
  }

  /** What is on the screen in a part of the stage. */
  private async pixels(part: Area): Promise<Pixels> {
    const box = await this.stageBox();
    return this.#screen({ ...part, x: box.x + part.x, y: box.y + part.y });
  }

  /**
   * What is in sight of the photo against the same part of a file of the photo's size, resampled where the stage
   * does not show it at 100 %.
   */
  async differenceFrom(path: string): Promise<Difference> {
    const { width = 0, height = 0 } = await sharp(path).metadata();
    const stage = await this.stageBox();
    const area = await this.photoArea(width, height);
    const [x, y] = [Math.round(area.x), Math.round(area.y)];
    const left = Math.max(0, x);
    const top = Math.max(0, y);
    const part = {
      x: left,
      y: top,
      width: Math.min(stage.width, x + Math.round(area.width)) - left,
      height: Math.min(stage.height, y + Math.round(area.height)) - top,
    };
    const scaled = sharp(path)
      .resize(Math.round(area.width), Math.round(area.height), { fit: 'fill', kernel: 'cubic' })
      .extract({ left: left - x, top: top - y, width: part.width, height: part.height });
    return compare(await this.pixels(part), await readPixels(scaled));
  }

  /** What the stage shows now against what it shows when all of it has been drawn anew. */
  async differenceFromAnew(): Promise<Difference> {
    const { width, height } = await this.stageBox();
    const part = { x: 0, y: 0, width, height };
    const shown = await this.pixels(part);
    const hasChanged = async (from: Pixels): Promise<void> =>
      expect.poll(async () => compare(from, await this.pixels(part)).largest).toBeGreaterThan(0);
    await this.page.keyboard.down('\\');
    await hasChanged(shown);
    const original = await this.pixels(part);
    await this.page.keyboard.up('\\');
    await hasChanged(original);
    return compare(shown, await this.pixels(part));
  }

  async stageBox(): Promise<Area> {
    const box = await this.stage.boundingBox();
    if (!box) throw new Error('the stage is not shown');
    return box;
  }

  /** Where the photo lies on the stage, in pixels of the stage. */
  private async photoArea(width: number, height: number): Promise<Area> {
    const transform = await this.stage.locator('svg > g').getAttribute('transform');
    const [x = 0, y = 0, scale = 1] = (transform ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
    return { x, y, width: width * scale, height: height * scale };
  }

  /** Mean red, green and blue of a few pixels round a point of the window. */
  async colorAt({ x, y }: { x: number; y: number }): Promise<readonly [number, number, number]> {
    const reach = 3;
    const side = 2 * reach + 1;
    const clip = { x: Math.round(x) - reach, y: Math.round(y) - reach, width: side, height: side };
    const { data } = await this.#screen(clip);
    const sum = [0, 0, 0];
    data.forEach((sample, index) => (sum[index % 3] = (sum[index % 3] ?? 0) + sample));
    const [red = 0, green = 0, blue = 0] = sum.map((total) => total / (side * side));
    return [red, green, blue];
  }

  /** The whole window is taken and cut here: a cut screenshot moves the page under the pointer. */
  async #screen({ x, y, width, height }: Area): Promise<Pixels> {
    const picture = sharp(await this.page.screenshot());
    return readPixels(picture.extract({ left: x, top: y, width, height }));
  }

  /** Waits until the colour at a point is, or is no longer, near another one. */
  async expectColor(
    point: { x: number; y: number },
    { near, far }: { near?: readonly number[]; far?: readonly number[] },
  ): Promise<void> {
    await expect
      .poll(async () => {
        const color = await this.colorAt(point);
        const distance = (other: readonly number[]): number =>
          Math.hypot(...color.map((sample, channel) => sample - (other[channel] ?? 0)));
        return (!near || distance(near) < 2) && (!far || distance(far) > 8);
      })
      .toBe(true);
  }

  /** Kills the engine, or makes it as slow as a test needs. */
  async signalEngine(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    await this.maquette.application.evaluate(({ app }, name) => {
      const engine = app.getAppMetrics().find((metrics) => metrics.name === 'maquette-engine');
      if (!engine) throw new Error('no engine is running');
      process.kill(engine.pid, name);
    }, signal);
  }

  /** Answers the next save dialog with a path, or closes it. */
  async answerSaveDialog(path: string | null): Promise<void> {
    await this.maquette.application.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () =>
        Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' });
    }, path);
  }

  async answerOpenDialog(path: string): Promise<void> {
    await this.maquette.application.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
    }, path);
  }
}

async function readPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .removeAlpha()
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** In levels of 255. */
export interface Difference {
  readonly mean: number;
  readonly largest: number;
}

/** Of two pictures of one size. */
function compare(a: Pixels, b: Pixels): Difference {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`${a.width}x${a.height} against ${b.width}x${b.height}`);
  }
  let sum = 0;
  let largest = 0;
  a.data.forEach((sample, index) => {
    const difference = Math.abs(sample - (b.data[index] ?? 0));
    sum += difference;
    largest = Math.max(largest, difference);
  });
  return { mean: sum / a.data.length, largest };
}
