import type { ByteData, Raster, Rectangle } from '../pixels/raster';
import { commonMemory, type Located } from '../wasm/common-memory';
import { sharedBitDepth } from './bit-depth';

export const maximumWorkingSample = 65535;

/** A row is converted in pieces of this many pixels. */
export const piecePixels = 32;

/** What is known of a piece: nothing yet, the source's samples, or samples that may differ from them. */
const [absent, fetched, changing] = [0, 1, 2];

/**
 * The part of a picture that is being edited, in 16 bits (a byte times 257) whatever the source has, so that ten edits
 * on top of each other round once. Passes open the pixels that they are going to write; the others stay what they are
 * in the source, and cost nothing.
 */
export class Working {
  readonly channels: 3 | 4;
  /** Of opened pixels, row by row over `area`; there may be room for more. */
  readonly data: Uint16Array;
  /** The same, for loops. */
  readonly located: Located<Uint16Array>;
  /** The photo's samples, where they are bytes. */
  readonly #bytes: Located<ByteData> | undefined;
  readonly #piecesPerRow: number;
  /** Of each piece. */
  readonly #states: Uint8Array;

  constructor(
    readonly source: Raster,
    /** Source pixels. */
    readonly area: Rectangle,
    /** Room of a picture that is not needed any more. */
    room?: Uint16Array,
  ) {
    this.channels = source.channels;
    const length = area.width * area.height * source.channels;
    this.data = room && room.length >= length ? room : new Uint16Array(length);
    this.located = commonMemory().located(this.data);
    const { data } = source;
    this.#bytes = data instanceof Uint16Array ? undefined : commonMemory().located(data);
    this.#piecesPerRow = Math.ceil(area.width / piecePixels);
    this.#states = new Uint8Array(this.#piecesPerRow * area.height);
  }

  /** A picture all of whose pixels are there already, to be read only. */
  static of(source: Raster, area: Rectangle, data: Uint16Array): Working {
    const result = new Working(source, area, data);
    result.#states.fill(fetched);
    return result;
  }

  /** Has the pixels of a row, in source pixels inside `area`, there to be changed. */
  open(y: number, from: number, to: number): void {
    this.#need(y, from, to, changing);
  }

  /** Has them there to be read only. */
  fetch(y: number, from: number, to: number): void {
    this.#need(y, from, to, fetched);
  }

  #need(y: number, from: number, to: number, state: number): void {
    const { left, top } = this.area;
    const row = (y - top) * this.#piecesPerRow;
    const last = Math.floor((to - 1 - left) / piecePixels);
    let piece = Math.floor((from - left) / piecePixels);
    while (piece <= last) {
      const first = piece;
      while (piece <= last && this.#states[row + piece] === absent) piece++;
      if (piece > first) {
        this.#fetch(y, first, piece);
        this.#states.fill(state, row + first, row + piece);
      } else {
        if (this.#states[row + piece]! < state) this.#states[row + piece] = state;
        piece++;
      }
    }
  }

  /** Has a row's pieces from `first` to before `end` there. */
  #fetch(y: number, first: number, end: number): void {
    const { area, channels, data, source } = this;
    const start = first * piecePixels;
    const length = Math.min((end - first) * piecePixels, area.width - start) * channels;
    const from = (y * source.width + area.left + start) * channels;
    const to = ((y - area.top) * area.width + start) * channels;
    if (this.#bytes) sharedBitDepth().widen(this.#bytes, from, this.located, to, length);
    else data.set(source.data.subarray(from, from + length), to);
  }

  copy(room?: Uint16Array): Working {
    const { area, channels } = this;
    const result = new Working(this.source, area, room);
    result.#states.set(this.#states);
    this.#forEach(fetched, area, (y, from, to) => {
      const start = ((y - area.top) * area.width + from - area.left) * channels;
      result.data.set(this.data.subarray(start, start + (to - from) * channels), start);
    });
    return result;
  }

  /**
   * Puts what was opened to be changed inside `part`, which must lie inside `area`, into a picture of `part`, or of more,
   * in the picture's own bits.
   */
  writeInto(picture: Raster, part: Rectangle, whole = part): void {
    this.#write(changing, picture, part, whole);
  }

  /** The same of all pixels inside `part`, changed or not. */
  writeAllInto(picture: Raster, part: Rectangle, whole = part): void {
    for (let y = part.top; y < part.top + part.height; y++) {
      this.fetch(y, part.left, part.left + part.width);
    }
    this.#write(fetched, picture, part, whole);
  }

  /**
   * Puts all pixels inside `part` into a picture of the whole source, both of 8 bits: those that were not opened
   * to be changed are the source's own.
   */
  writeOver({ data: target }: Raster<ByteData>, part: Rectangle): void {
    const { area, channels, source } = this;
    const located = commonMemory().located(target);
    const end = part.left + part.width;
    for (let y = part.top; y < part.top + part.height; y++) {
      const row = (y - area.top) * area.width - area.left;
      for (let x = part.left; x < end;) {
        const isChanged = this.#isChanging(x, y);
        const from = x;
        do x = Math.min(end, this.#pieceEnd(x));
        while (x < end && this.#isChanging(x, y) === isChanged);
        const into = (y * source.width + from) * channels;
        const length = (x - from) * channels;
        if (isChanged) {
          sharedBitDepth().narrow(this.located, (row + from) * channels, located, into, length);
        } else target.set(source.data.subarray(into, into + length), into);
      }
    }
  }

  /** Whether anything of a column of pieces was opened to be changed. */
  isChanged(x: number, top: number, bottom: number): boolean {
    for (let y = top; y < bottom; y++) if (this.#isChanging(x, y)) return true;
    return false;
  }

  #isChanging(x: number, y: number): boolean {
    const { left, top } = this.area;
    const piece = (y - top) * this.#piecesPerRow + Math.floor((x - left) / piecePixels);
    return this.#states[piece] === changing;
  }

  #pieceEnd(x: number): number {
    const { left } = this.area;
    return left + (Math.floor((x - left) / piecePixels) + 1) * piecePixels;
  }

  #write(state: number, picture: Raster, part: Rectangle, whole: Rectangle): void {
    const { area, channels, data } = this;
    const target = picture.data;
    const bytes = target instanceof Uint16Array ? undefined : commonMemory().located(target);
    this.#forEach(state, part, (y, from, to) => {
      const start = ((y - area.top) * area.width + from - area.left) * channels;
      const length = (to - from) * channels;
      const into = ((y - whole.top) * whole.width + from - whole.left) * channels;
      if (bytes) sharedBitDepth().narrow(this.located, start, bytes, into, length);
      else target.set(data.subarray(start, start + length), into);
    });
  }

  /** Calls with each row's pieces inside `part` of at least a state, those that touch as one. */
  #forEach(
    state: number,
    part: Rectangle,
    visit: (y: number, from: number, to: number) => void,
  ): void {
    const { left, top } = this.area;
    const end = part.left + part.width;
    const first = Math.floor((part.left - left) / piecePixels);
    const last = Math.floor((end - 1 - left) / piecePixels);
    for (let y = part.top; y < part.top + part.height; y++) {
      const row = (y - top) * this.#piecesPerRow;
      for (let piece = first; piece <= last; piece++) {
        if (this.#states[row + piece]! < state) continue;
        const from = Math.max(part.left, left + piece * piecePixels);
        while (piece < last && this.#states[row + piece + 1]! >= state) piece++;
        visit(y, from, Math.min(end, left + (piece + 1) * piecePixels));
      }
    }
  }
}
