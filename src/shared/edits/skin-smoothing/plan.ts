import type { Face } from '../../analysis/face';
import { smoothstep } from '../../pixels/color';
import { bands, type PixelBands } from '../../render/passes/bands/bands';
import type { Pass } from '../../render/pass';
import { faceSkin, skinSeparation } from '../skin';

export interface SkinSmoothing {
  readonly strength: number;
  readonly marks: number;
}

export function planSkinSmoothing({ strength, marks }: SkinSmoothing, face: Face): readonly Pass[] {
  const separation = skinSeparation(face);
  const mask = faceSkin(face);
  const passes: Pass[] = [];
  if (strength > 0)
    passes.push(bands({ key: 'even', separation, mask, strength, edit: even, keepsFine: true }));
  if (marks > 0)
    passes.push(bands({ key: 'unmark', separation, mask, strength: marks, edit: unmark }));
  return passes;
}

/** Contrast of a blotch; what stands out more is a mark or a line. */
const blotchL = 0.035;
const blotchChroma = 0.012;
const chromaShare = 0.7;

function blotchiness(contrast: number, usual: number): number {
  return Math.exp(-((contrast / usual) ** 2));
}

/** Takes blotches away and leaves pores, which are finer, and marks, which stand out. */
function even(pixel: PixelBands): void {
  pixel.middleL -= pixel.middleL * blotchiness(pixel.middleL, blotchL);
  pixel.middleA -= chromaShare * pixel.middleA * blotchiness(pixel.middleA, blotchChroma);
  pixel.middleB -= chromaShare * pixel.middleB * blotchiness(pixel.middleB, blotchChroma);
}

/** Contrasts, darker than the skin round it, between which a spot counts as one; a nostril is darker still. */
const faintestMark = 0.008;
const plainMark = 0.03;
const darkestMark = 0.12;
/** What the other pass may take of the same spot already. */
const taken = 0.6;
const fineShare = 0.7;

/** Takes dark spots away with their sharp rim; the pores between them stay. */
function unmark(pixel: PixelBands): void {
  const contrast = -pixel.middleL;
  const mark =
    smoothstep(faintestMark, plainMark, contrast) *
    smoothstep(1.6 * darkestMark, darkestMark, contrast);
  if (mark === 0) return;
  pixel.middleL -= mark * pixel.middleL * (1 - taken * blotchiness(contrast, blotchL));
  pixel.middleA -= chromaShare * mark * pixel.middleA;
  pixel.middleB -= chromaShare * mark * pixel.middleB;
  pixel.fineL -= fineShare * mark * Math.min(0, pixel.fineL);
}
