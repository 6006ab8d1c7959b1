import { createPlanes, type Plane, type Planes } from '../pixels/raster';
import { clearedAtOnce, type Clearing } from './clear';
import { betweenHairs, fillMatte, type BetweenHairs } from './hair-matte';
import { ownColorTransport, transportRow, type ColorTransport } from './own-color';
import type { PreparedPart } from './prepare';
import type { LightOptions } from './relight';
import type { LightsOnGrid } from './lights-in-memory';
import { Relighter, relit } from './relighter';
import { bandsOfRows, type Rows } from './rows';
import { encoded } from './side';
import type { Spans } from './spans';
import { sideBySide, task, type Staged } from './staged';

export interface MatchedColor {
  /** Encoded; within the part's spans. */
  readonly color: Planes;
  /** By how much matching changed the energy of encoded noise. */
  readonly contrast: number;
  /** Of a brow that comes without the donor's skin: how far a pixel is hair; `null`: nothing is taken off the mask. */
  readonly matte: Plane | null;
}

/**
 * The donor, as clear as it is to be, in the target's light and with its own colour as near to the target's as `amount`
 * asks. The lights are known on the grid; they are interpolated a row at a time, so that no plane of them is needed.
 */
export function* matchColor(
  prepared: PreparedPart,
  clear: Planes,
  clearing: Clearing,
  lightMatch: number,
  amount: number,
): Staged<MatchedColor> {
  const { geometry, window, spans, opacity } = prepared;
  const { lightShare: share, madeOf, shadeShare } = geometry;
  const light = { share, madeOf, shadeShare, strength: lightMatch };
  const transport = amount > 0 ? transportOf(prepared, clearing, light) : undefined;
  const color = createPlanes(window.width, window.height);
  const hair = betweenHairs(prepared);
  const match = { clear, spans, light, lights: lightsOnGrid(prepared), transport, amount, hair };
  yield* sideBySide(bandsOfRows(window.height).map((rows) => task('match', match, rows, color)));
  return {
    color,
    contrast: contrastOf(clear, color, opacity, spans),
    matte: hair?.matte ?? null,
  };
}

/** How rows are to be matched. */
export interface ColorMatch {
  readonly clear: Planes;
  readonly spans: Spans;
  readonly light: LightOptions;
  readonly lights: LightsOnGrid;
  readonly transport: ColorTransport | undefined;
  readonly amount: number;
  readonly hair: BetweenHairs | undefined;
}

export function matchRows(match: ColorMatch, { top, bottom }: Rows, color: Planes): void {
  const { clear, spans, light, lights, transport, amount, hair } = match;
  const { width } = color[0];
  const relighter = new Relighter(width, light, lights);
  for (let y = top; y < bottom; y++) {
    const [start, end] = [spans.starts[y]!, spans.ends[y]!];
    if (end <= start) continue;
    const row = y * width;
    relighter.color.forEach((colors, channel) =>
      colors.set(clear[channel]!.data.subarray(row + start, row + end), start),
    );
    relighter.fillLights(y, start, end);
    if (hair) fillMatte(hair, y, relighter.color, relighter.light.level, [start, end]);
    if (light.strength > 0) relighter.relight(start, end);
    if (transport)
      transportRow(relighter.color, transport, relighter.light.own, amount, [start, end]);
    relighter.encode(start, end);
    color.forEach(({ data }, channel) => {
      data.set(relighter.color[channel]!.subarray(start, end), row + start);
      data.fill(data[row + start]!, row, row + start);
      data.fill(data[row + end - 1]!, row + end, row + width);
    });
  }
}

const contrastStepPixels = 3;

function contrastOf(
  [, { data: befores, width, height }]: Planes,
  [, { data: afters }]: Planes,
  { data: opacities }: Plane,
  { starts, ends }: Spans,
): number {
  let [before, after] = [0, 0];
  for (let y = 0; y < height; y += contrastStepPixels) {
    const row = y * width;
    for (let at = row + starts[y]!; at < row + ends[y]!; at += contrastStepPixels) {
      if (opacities[at]! <= 0.9) continue;
      before += encoded(befores[at]!);
      after += afters[at]!;
    }
  }
  return before > 0 ? (after / before) ** 2 : 1;
}

/** Statistics of colour are taken on the grid. */
function transportOf(
  { reduced, region, lights }: PreparedPart,
  { blurSigma, sharpenSigma, limit }: Clearing,
  light: LightOptions,
): ColorTransport | undefined {
  const { donorOwn, targetOwn, grid } = region;
  const { factor } = grid;
  const onGrid = { blurSigma: blurSigma / factor, sharpenSigma: sharpenSigma / factor, limit };
  const clear = clearedAtOnce(reduced.donor, onGrid);
  const lit = relit(clear, lights, donorOwn, light);
  return ownColorTransport(lit, donorOwn, reduced.target, targetOwn);
}

/** In the order of the relighter's rows. */
function lightsOnGrid({ lights, region, window }: PreparedPart): LightsOnGrid {
  const { grid, donorOwn } = region;
  const { gain, level, from, to } = lights;
  return {
    planes: [gain, level, donorOwn, ...from, ...to],
    ...{ covered: grid.window, factor: grid.factor, rectangle: window },
  };
}
