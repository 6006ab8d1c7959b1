import { intersect, isEmpty, type Raster, type Rectangle } from '../pixels/raster';
import { cellsOver } from './cells';
import type { KeptEntry, RenderContext } from './context';
import type { Pass } from './pass';
import { colorBounds, isColorPass, isWarp, kindOf, lookedAt, type ColorPass } from './render';
import { sharedNearRoom } from './near-room';
import { applyWarps, movedRows } from './passes/warp/cpu';
import type { WarpPass } from './passes/warp/field';
import { Working } from './working';

/** A piece of a picture that several threads render together: all of them write into the same memory. */
export interface Piece {
  readonly rectangle: Rectangle;
  /** The picture over `rectangle`; every pixel of it is written. */
  readonly result: Raster;
  /** What warps look at, in 16 bits, over more than `rectangle`. */
  readonly colored: Colored | undefined;
}

interface Colored {
  readonly area: Rectangle;
  readonly data: Uint16Array;
}

/**
 * What there is to do for a piece. First what serves many cells, then the cells, in any order, then, when all of them
 * are there, the rows that warps move.
 */
export type Task =
  | { readonly kind: 'prepare'; readonly pass: number }
  | { readonly kind: 'color'; readonly cell: Rectangle }
  | { readonly kind: 'warp'; readonly rows: Rectangle };

/** How a picture is rendered piece by piece, by whoever has a hand free. The pixels are those that `render` gives. */
export class PieceWork {
  readonly #colors: readonly { readonly pass: ColorPass; readonly bounds: Rectangle }[];
  readonly #warps: readonly WarpPass[];

  constructor(
    passes: readonly Pass[],
    private readonly context: RenderContext,
  ) {
    this.#colors = passes
      .filter(isColorPass)
      .map((pass) => ({ pass, bounds: colorBounds(pass, context) }));
    this.#warps = passes.filter(isWarp);
  }

  createPiece(rectangle: Rectangle, allocate: (bytes: number) => ArrayBufferLike): Piece {
    const { source } = this.context;
    const { channels, data } = source;
    const samples = rectangle.width * rectangle.height * channels;
    const result = {
      width: rectangle.width,
      height: rectangle.height,
      channels,
      data:
        data instanceof Uint16Array
          ? new Uint16Array(allocate(samples * 2))
          : new Uint8Array(allocate(samples)),
    };
    if (this.#warps.length === 0) return { rectangle, result, colored: undefined };
    const area = lookedAt(rectangle, this.#warps, this.context);
    const wide = new Uint16Array(allocate(area.width * area.height * channels * 2));
    return { rectangle, result, colored: { area, data: wide } };
  }

  /** Tasks of one stage can be done at the same time; a stage begins when the one before has ended. */
  stagesOf({ rectangle, colored }: Piece): readonly (readonly Task[])[] {
    const area = colored?.area ?? rectangle;
    return [
      this.#preparations(area).map((pass) => ({ kind: 'prepare', pass })),
      cellsOver(area).map((cell) => ({ kind: 'color', cell })),
      movedRows(this.#warps, this.context, rectangle).map((rows) => ({ kind: 'warp', rows })),
    ];
  }

  /** Passes of which something serves many cells; those that would do the same once only. */
  #preparations(area: Rectangle): number[] {
    const keys = new Set<string>();
    return this.#colors.flatMap(({ pass, bounds }, index) => {
      const key = kindOf(pass).begin?.key(pass);
      if (key === undefined || keys.has(key) || isEmpty(intersect(bounds, area))) return [];
      keys.add(key);
      return [index];
    });
  }

  /** What another thread prepared. */
  keep(entry: KeptEntry): void {
    this.context.cache?.add(entry);
  }

  /** What a preparation made, for the caches of the others. */
  do(task: Task, piece: Piece): KeptEntry | undefined {
    switch (task.kind) {
      case 'prepare':
        return this.#prepare(task.pass);
      case 'color':
        this.#color(task.cell, piece);
        return undefined;
      case 'warp':
        this.#warp(task.rows, piece);
        return undefined;
    }
  }

  #prepare(index: number): KeptEntry | undefined {
    const { pass } = this.#colors[index]!;
    const { begin } = kindOf(pass);
    begin?.prepare(pass, this.context);
    return begin && this.context.cache?.entry(begin.key(pass));
  }

  #color(cell: Rectangle, { rectangle, result, colored }: Piece): void {
    const { source } = this.context;
    const part = intersect(cell, colored?.area ?? rectangle);
    // Near until it is done: what threads share is slow to copy in and out, and every pass would do so.
    const working = new Working(source, part, sharedNearRoom());
    for (const { pass, bounds } of this.#colors) {
      const reached = intersect(cell, bounds);
      if (!isEmpty(intersect(reached, part))) {
        kindOf(pass).apply(pass, this.context, working, reached);
      }
    }
    const shown = intersect(part, rectangle);
    if (!isEmpty(shown)) working.writeAllInto(result, shown, rectangle);
    if (colored) {
      const { width, height } = colored.area;
      const wide = { width, height, channels: source.channels, data: colored.data };
      working.writeAllInto(wide, part, colored.area);
    }
  }

  #warp(rows: Rectangle, { rectangle, result, colored }: Piece): void {
    if (!colored) return;
    const { source } = this.context;
    const from = Working.of(source, colored.area, colored.data);
    const samples = rectangle.width * source.channels;
    const start = (rows.top - rectangle.top) * samples;
    const data = result.data.subarray(start, start + rows.height * samples);
    applyWarps(this.#warps, this.context, from, { ...result, height: rows.height, data }, rows);
  }
}
