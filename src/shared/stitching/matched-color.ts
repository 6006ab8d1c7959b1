import type { Plane } from '../pixels/raster';
import { cleared, type Clearing } from './clear';
import { HairMatte } from './hair-matte';
import { ownColorTransport, transportRow, type ColorTransport } from './own-color';
import type { PreparedPart } from './prepare';
import type { LightOptions } from './relight';
import type { LightsOnGrid } from './lights-in-memory';
import { Relighter, relit } from './relighter';
import { createPlanes, encoded, type Planes } from './side';

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
  const relighter = new Relighter(window.width, light, lightsOnGrid(prepared));
  const [, green] = relighter.color;
  const contrast = { before: 0, after: 0 };
  const matte = HairMatte.of(prepared);
  for (let y = 0; y < window.height; y++) {
    const [start, end] = [spans.starts[y]!, spans.ends[y]!];
    if (end <= start) continue;
    const row = y * window.width;
    relighter.color.forEach((colors, channel) =>
      colors.set(clear[channel]!.data.subarray(row + start, row + end), start),
    );
    relighter.fillLights(y, start, end);
    matte?.fillRow(y, relighter.color, relighter.light.level, [start, end]);
    if (lightMatch > 0) relighter.relight(start, end);
    if (transport)
      transportRow(relighter.color, transport, relighter.light.own, amount, [start, end]);
    relighter.encode(start, end);
    color.forEach(({ data }, channel) => {
      data.set(relighter.color[channel]!.subarray(start, end), row + start);
      data.fill(data[row + start]!, row, row + start);
      data.fill(data[row + end - 1]!, row + end, row + window.width);
    });
    if (y % contrastStepPixels !== 0) continue;
    for (let x = start; x < end; x += contrastStepPixels) {
      if (opacity.data[row + x]! <= 0.9) continue;
      contrast.before += encoded(clear[1].data[row + x]!);
      contrast.after += green[x]!;
    }
  }
  const { before, after } = contrast;
  return {
    color,
    contrast: before > 0 ? (after / before) ** 2 : 1,
    matte: matte ? matte.plane : null,
  };
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

/** In the order of the relighter's rows. */
function lightsOnGrid({ lights, region, window }: PreparedPart): LightsOnGrid {
  const { grid, donorOwn } = region;
  const { gain, level, from, to } = lights;
  return {
    planes: [gain, level, donorOwn, ...from, ...to],
    ...{ covered: grid.window, factor: grid.factor, rectangle: window },
  };
}
