/** Just enough of a canvas for Node: keeps pixels that are put, and remembers what was drawn where. */
export class FakeCanvas {
  readonly drawn: DrawnImage[] = [];
  pixels: Uint8ClampedArray;
  #clip: { left: number; width: number } | undefined;
  #rectangle = { left: 0, width: 0 };

  constructor(
    public width: number,
    public height: number,
  ) {
    this.pixels = new Uint8ClampedArray(width * height * 4);
  }

  getContext(): FakeContext {
    const record = (image: FakeCanvas, place: number[]): void => {
      this.drawn.push({ image, place, clip: this.#clip });
    };
    const put = (
      picture: FakeImageData,
      left: number,
      top: number,
      partLeft = 0,
      partTop = 0,
      width = picture.width,
      height = picture.height,
    ): void => {
      for (let row = partTop; row < partTop + height; row++) {
        const from = (row * picture.width + partLeft) * 4;
        this.pixels.set(
          picture.data.subarray(from, from + width * 4),
          ((top + row) * this.width + left + partLeft) * 4,
        );
      }
    };
    return {
      imageSmoothingEnabled: true,
      imageSmoothingQuality: 'low',
      setTransform: () => undefined,
      clearRect: () => void (this.drawn.length = 0),
      drawImage: (image, ...place) => record(image, place),
      putImageData: put,
      // Only the whole picture is ever asked for.
      getImageData: (_left, _top, width, height) => new FakeImageData(this.pixels, width, height),
      save: () => undefined,
      restore: () => void (this.#clip = undefined),
      beginPath: () => undefined,
      rect: (left, _top, width) => void (this.#rectangle = { left, width }),
      clip: () => void (this.#clip = this.#rectangle),
    };
  }

  convertToBlob(): Promise<Blob> {
    return Promise.resolve(new Blob([`${this.width}x${this.height}`]));
  }
}

export interface DrawnImage {
  readonly image: FakeCanvas;
  readonly place: readonly number[];
  readonly clip: { readonly left: number; readonly width: number } | undefined;
}

interface FakeContext {
  imageSmoothingEnabled: boolean;
  imageSmoothingQuality: string;
  setTransform(...matrix: number[]): void;
  clearRect(): void;
  drawImage(image: FakeCanvas, ...place: number[]): void;
  putImageData(picture: FakeImageData, left: number, top: number, ...part: number[]): void;
  getImageData(left: number, top: number, width: number, height: number): FakeImageData;
  save(): void;
  restore(): void;
  beginPath(): void;
  rect(left: number, top: number, width: number, height: number): void;
  clip(): void;
}

class FakeImageData {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

/** Puts the fakes where the browser has the real ones. */
export function installFakeCanvas(): void {
  Object.assign(globalThis, { OffscreenCanvas: FakeCanvas, ImageData: FakeImageData });
}

export function createFakeCanvas(width: number, height: number): OffscreenCanvas & FakeCanvas {
  return new FakeCanvas(width, height) as unknown as OffscreenCanvas & FakeCanvas;
}

/** Compared one by one: the matchers of the test runner take seconds for a picture. */
export function samePixels(
  a: Uint8ClampedArray | undefined,
  b: Uint8ClampedArray | undefined,
): boolean {
  return a?.length === b?.length && (a?.every((sample, index) => sample === b?.[index]) ?? false);
}

/** The fake behind what the code under test takes for a real canvas. */
export function fakeOf(canvas: OffscreenCanvas): FakeCanvas {
  return canvas as unknown as FakeCanvas;
}
