import { hexOf, plainLight, type Seen } from '../seen';
import { meanColor, meanOf } from '../seen-pixels';
import { browHair } from './hair';
import { browSources } from './plan';

export interface ReadBrows {
  readonly color: string;
  readonly strength: number;
}

/** In OKLab L: paler brows are hardly seen, and their colour is that of the skin. */
const leastContrast = 0.12;
const strength = 0.75;

/**
 * The colour of the hairs, apart from the skin below them. Whether it is painted cannot be told: dyes are made to look
 * like hair.
 */
export function readBrows({ face, context }: Seen): ReadBrows | undefined {
  const skin = face.statistics.skin?.median;
  const hairs = browSources(face).map((source) => browHair(source, context));
  const color = meanColor(hairs.map((hair) => hair.color));
  if (!skin || !color || meanOf(hairs.map((hair) => hair.contrast)) < leastContrast)
    return undefined;
  return { color: hexOf(plainLight(skin)(color)), strength };
}
