import { mixOklab, type Oklab } from '../../pixels/color';
import { eyesOf } from '../eye-geometry';
import { lidTone } from '../eye-lid';
import { askedFor, hexOf, plainLight, shadedTo, type Seen } from '../seen';
import { meanColor, medianColor } from '../seen-pixels';
import { coverage, pigmented, reachedTone } from './plan';
import { zoneNames, zonesOf, type Zone } from './zones';

export type ReadShadow = Partial<Record<Zone, number> & Record<`${Zone}Color`, string>>;

/** What skin round the eyes tells of a bare lid. */
interface Ground {
  readonly inPlainLight: (color: Oklab) => Oklab;
  readonly below: Oklab;
  readonly skin: Oklab;
}

/** A bare zone's hue by its lightness and the skin below the eye and of the face, and its lightness by theirs. */
interface BareZone {
  readonly L: (ground: Ground) => number;
  readonly a: (L: number, ground: Ground) => number;
  readonly b: (L: number, ground: Ground) => number;
  /** Standard deviations from these. */
  readonly deviation: Oklab;
}

/** Least squares over the lids of 30 people, light to dark, without shadow. */
const bareZones: Readonly<Record<Zone, BareZone>> = {
  lid: {
    L: ({ below, skin }) => 0.052 + 0.181 * below.L + 0.387 * skin.L,
    a: (L, { below, skin }) =>
      -0.015 -
      0.01 * below.L +
      0.128 * below.a +
      0.013 * below.b +
      0.05 * skin.L +
      0.08 * skin.a +
      0.024 * skin.b +
      0.033 * L,
    b: (L, { below, skin }) =>
      -0.013 -
      0.016 * below.L -
      0.077 * below.a +
      0.104 * below.b +
      0.049 * skin.L -
      0.05 * skin.a +
      0.288 * skin.b +
      0.024 * L,
    deviation: { L: 0.077, a: 0.0069, b: 0.0099 },
  },
  crease: {
    L: ({ below, skin }) => 0.129 + 0.23 * below.L + 0.392 * skin.L,
    a: (L, { below, skin }) =>
      0.001 +
      0.038 * below.L +
      0.141 * below.a +
      0.031 * below.b +
      0.02 * skin.L +
      0.137 * skin.a +
      0.045 * skin.b -
      0.011 * L,
    b: (L, { below, skin }) =>
      -0.011 +
      0.019 * below.L -
      0.1 * below.a +
      0.076 * below.b +
      0.019 * skin.L +
      0.024 * skin.a +
      0.391 * skin.b +
      0.023 * L,
    deviation: { L: 0.095, a: 0.009, b: 0.0132 },
  },
  outer: {
    L: ({ below, skin }) => 0.058 + 0.004 * below.L + 0.563 * skin.L,
    a: (L, { below, skin }) =>
      -0.005 +
      0.021 * below.L +
      0.107 * below.a -
      0.012 * below.b +
      0.02 * skin.L +
      0.086 * skin.a +
      0.051 * skin.b +
      0.019 * L,
    b: (L, { below, skin }) =>
      -0.002 +
      0.015 * below.L -
      0.139 * below.a +
      0.026 * below.b -
      0.014 * skin.L -
      0.073 * skin.a +
      0.406 * skin.b +
      0.06 * L,
    deviation: { L: 0.076, a: 0.0075, b: 0.0151 },
  },
};

/** Squares of such deviations, of one zone, so that it takes part. */
const leastOfZone = 3;
/** A zone's mask where its colour is taken: near its full strength. */
const wellInside = 0.6;
const meanShare = 0.85;

/** The shadow that somebody wears, zone by zone: what turns bare lids into those that are seen. */
export function readShadow(seen: Seen): ReadShadow | undefined {
  const ground = groundOf(seen);
  if (!ground) return undefined;
  const zones = zoneNames.flatMap((zone) => seenZone(zone, seen, ground) ?? []);
  if (zones.length === 0) return undefined;
  // One zone at least: that there is shadow at all is known already.
  const most = Math.max(...zones.map(({ evidence }) => evidence));
  const worn = zones.filter(({ evidence }) => evidence >= Math.min(leastOfZone, most));
  return Object.fromEntries(
    worn.flatMap(({ zone, bare, color }) => {
      const { asked, amount } = powderFor(bare, color);
      return [
        [zone, amount],
        [`${zone}Color`, hexOf(asked)],
      ];
    }),
  ) as ReadShadow;
}

/** Lightness of the skin below the eye beside that of the face. */
const leastBelow = 0.6;
const usualBelow = 0.93;

function groundOf({ face }: Seen): Ground | undefined {
  const skin = face.statistics.skin?.median;
  const below = meanColor(
    (['left-under-eye', 'right-under-eye'] as const).flatMap(
      (region) => face.statistics[region]?.median ?? [],
    ),
  );
  if (!skin || !below) return undefined;
  const inPlainLight = plainLight(skin);
  // With closed eyes and behind frames it is lashes that lie there.
  const isSkin = below.L > leastBelow * skin.L;
  const ground = inPlainLight(skin);
  return {
    inPlainLight,
    skin: ground,
    below: isSkin ? inPlainLight(below) : shadedTo(usualBelow * skin.L, ground),
  };
}

function seenZone(zone: Zone, { face, colorsUnder }: Seen, ground: Ground) {
  const colors = eyesOf(face).flatMap((eye) => {
    // Behind glasses, say: what is there is no lid.
    if (!lidTone(face, eye)) return [];
    const found = colorsUnder(zonesOf(face, eye)[zone], wellInside);
    return found ? ground.inPlainLight(medianColor(found)) : [];
  });
  const color = meanColor(colors);
  if (!color) return undefined;
  const model = bareZones[zone];
  const { deviation } = model;
  const lightness = model.L(ground);
  const hue = (L: number) => ({ a: model.a(L, ground), b: model.b(L, ground) });
  const natural = hue(color.L);
  const evidence =
    ((color.a - natural.a) / deviation.a) ** 2 +
    ((color.b - natural.b) / deviation.b) ** 2 +
    Math.min(0, (color.L - lightness) / deviation.L) ** 2;
  // How dark a lid lies says little: as much of it as bare ones vary by is shade.
  const shade = Math.min(deviation.L, Math.max(-deviation.L, color.L - lightness));
  const L = lightness + shade;
  return { zone, color, evidence, bare: { L, ...hue(L) } };
}

const amounts = [0.6, 0.75, 0.9] as const;
const mostChroma = 0.13;
const powderLightness = [0.2, 0.9] as const;

/** Colour and amount cannot be told apart: the least amount with which the colour is one that powders have. */
function powderFor(bare: Oklab, color: Oklab): { asked: Oklab; amount: number } {
  const tried = amounts.map((amount) => ({
    amount,
    asked: askedFor(color, (asked) =>
      mixOklab(
        bare,
        pigmented(bare, bare, reachedTone(asked, bare)),
        coverage * meanShare * amount,
      ),
    ),
  }));
  const isPowder = ({ asked: { L, a, b } }: (typeof tried)[number]): boolean =>
    L >= powderLightness[0] && L <= powderLightness[1] && Math.hypot(a, b) <= mostChroma;
  return tried.find(isPowder) ?? tried.at(-1) ?? { asked: color, amount: amounts[0] };
}
