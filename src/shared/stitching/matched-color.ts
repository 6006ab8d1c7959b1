import { Enlarger } from '../pixels/reduced';
import { cleared, type Clearing } from './clear';
import { ownColorTransport, transportRow, type ColorTransport } from './own-color';
import type { PreparedPart } from './prepare';
import { relightRow, relit, type ColorRow, type LightOptions, type LightRow } from './relight';
import { createPlanes, encoded, type Planes } from './side';

export interface MatchedColor {
  /** Encoded; within the part's spans. */
  readonly color: Planes;
  /** By how much matching changed the energy of encoded noise. */
  readonly contrast: number;
}

/**
 * The donor, as clear as it is to be, in the target's light and with its own colour as near to the target's as `amount`
 * asks. The lights are known on the grid; they are interpolated a row at a time, so that no plane of them is needed.
 */
export function matchColor(
  prepared: PreparedPart,
  clear: Planes,
  clearing: Clearing,
  lightMatch: number,
  amount: number,
): MatchedColor {
  const { geometry, window, spans, opacity } = prepared;
  const { lightShare: share, madeOf, shadeShare } = geometry;
  const light = { share, madeOf, shadeShare, strength: lightMatch };
  const transport = amount > 0 ? transportOf(prepared, clearing, light) : undefined;
  const color = createPlanes(window.width, window.height);
  const rows = lightRows(prepared);
  const contrast = { before: 0, after: 0 };
  for (let y = 0; y < window.height; y++) {
    const [start, end] = [spans.starts[y]!, spans.ends[y]!];
    if (end <= start) continue;
    const row = y * window.width;
    const span = [start, end] as const;
    const [red, green, blue] = color.map((plane, channel) => {
      const target = plane.data.subarray(row, row + window.width);
      target.set(clear[channel]!.data.subarray(row, row + window.width));
      return target;
    }) as unknown as ColorRow;
    const lights = rows(y, start, end);
    if (lightMatch > 0) relightRow([red, green, blue], lights, light, span);
    if (transport) transportRow([red, green, blue], transport, lights.own, amount, span);
    for (let x = start; x < end; x++) {
      red[x] = encoded(red[x]!);
      green[x] = encoded(green[x]!);
      blue[x] = encoded(blue[x]!);
    }
    for (const { data } of color) {
      data.fill(data[row + start]!, row, row + start);
      data.fill(data[row + end - 1]!, row + end, row + window.width);
    }
    for (let x = start; x < end; x += contrastStepPixels) {
      if (opacity.data[row + x]! <= 0.9) continue;
      contrast.before += encoded(clear[1].data[row + x]!);
      contrast.after += green[x]!;
    }
  }
  const { before, after } = contrast;
  return { color, contrast: before > 0 ? (after / before) ** 2 : 1 };
}

const contrastStepPixels = 3;

/** Statistics of colour are taken on the grid. */
function transportOf(
  { reduced, region, lights }: PreparedPart,
  { blurSigma, sharpenSigma, limit }: Clearing,
  light: LightOptions,
): ColorTransport | undefined {
  const { donorOwn, targetOwn, grid } = region;
  const { factor } = grid;
  const onGrid = { blurSigma: blurSigma / factor, sharpenSigma: sharpenSigma / factor, limit };
  const clear = cleared(reduced.donor, onGrid);
  const lit = relit(clear, lights, donorOwn, light);
  return ownColorTransport(lit, donorOwn, reduced.target, targetOwn);
}

/** The lights along each row of the part's window; the same arrays every time. */
function lightRows({
  lights,
  region,
  window,
}: PreparedPart): (y: number, start: number, end: number) => LightRow {
  const { grid, donorOwn } = region;
  const enlarger = new Enlarger(grid.window, grid.factor, window);
  const { gain, level, from, to } = lights;
  const sources = [gain, level, donorOwn, ...from, ...to];
  const rows = sources.map(() => new Float32Array(window.width));
  const [ofGain, ofLevel, own, r, g, b, toR, toG, toB] = rows as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const row: LightRow = { gain: ofGain, level: ofLevel, own, from: [r, g, b], to: [toR, toG, toB] };
  return (y, start, end) => {
    sources.forEach((plane, index) => enlarger.fillRow(plane, y, start, end, rows[index]!));
    return row;
  };
}
