import type { Oklab } from '../../pixels/color';
import { distance } from '../../pixels/geometry';
import { eyesOf, pointAlong, type Eye } from '../eye-geometry';
import { lidTone } from '../eye-lid';
import type { Seen } from '../seen';
import { medianColor } from '../seen-pixels';
import { apart, meanSigns, merged, relativeRange, type Detector, type Signs } from '../signs';
import { zoneNames, zonesOf } from './zones';

const axes = ['Light', 'RedGreen', 'BlueYellow'] as const;
const axesOf = (name: string): readonly string[] => axes.map((axis) => name + axis);
const signNames = [
  ...zoneNames.flatMap((zone) => [
    ...axesOf(`${zone}Face`),
    ...axesOf(`${zone}Below`),
    `${zone}RangeA`,
    `${zone}RangeL`,
  ]),
  ...axesOf('lidToOuter'),
  ...axesOf('below'),
  ...axesOf('cheek'),
  'lidHeight',
  'faceLightness',
];

/**
 * Shadow on lids: how the zones' colours lie beside skin below the eye and on the face, which tells how dark and red
 * bare lids would be, and how even they are: powder hides veins, and its grains glint.
 */
export const eyeShadowDetector: Detector = {
  measure: signsOf,
  patterns: { shadow: signNames },
  colors: Object.fromEntries(zoneNames.map((zone) => [`${zone}Color`, zone])),
  numbers: zoneNames,
};

function signsOf(seen: Seen): Signs | undefined {
  const skin = seen.face.statistics.skin?.median;
  const eyes = eyesOf(seen.face).filter((eye) => lidTone(seen.face, eye));
  if (!skin || eyes.length === 0) return undefined;
  return { ...meanSigns(eyes.map((eye) => signsOfEye(seen, eye, skin))), faceLightness: skin.L };
}

function signsOfEye({ face, colorsUnder }: Seen, eye: Eye, skin: Oklab): Signs {
  const below = face.statistics[`${eye.side}-under-eye`]?.median;
  const masks = zonesOf(face, eye);
  const zones = zoneNames.map((zone) => {
    const colors = colorsUnder(masks[zone], 0.6);
    const color = colors && medianColor(colors);
    return {
      color,
      signs: {
        ...apart(`${zone}Face`, color, skin),
        ...apart(`${zone}Below`, color, below),
        [`${zone}RangeA`]: colors ? relativeRange(colors.a, colors) : Number.NaN,
        [`${zone}RangeL`]: colors ? relativeRange(colors.L, colors) : Number.NaN,
      },
    };
  });
  const [rim, brow] = [pointAlong(eye.upper, 0.5), pointAlong(eye.brow, 0.5)];
  return {
    ...merged(zones.map(({ signs }) => signs)),
    ...apart('lidToOuter', zones[0]?.color, zones[2]?.color),
    ...apart('below', below, skin),
    ...apart('cheek', face.statistics[`${eye.side}-cheek`]?.median, skin),
    lidHeight: distance(rim, brow) / face.faceWidthPixels,
  };
}
