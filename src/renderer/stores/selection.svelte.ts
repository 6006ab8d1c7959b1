import type { Feature } from '@shared/analysis/classes';
import type { Point } from '@shared/pixels/raster';
import type { Target } from '../studio/point';

/** What a person points at and works on. */
export class Selection {
  face = $state(0);
  feature = $state<Feature>();
  /** Edits go to every face instead of the selected one. */
  allFaces = $state(false);
  hovered = $state.raw<Target>();
  /** Of the pointer on the stage, in CSS pixels. */
  pointer = $state.raw<Point>({ x: 0, y: 0 });

  reset(): void {
    this.face = 0;
    this.feature = undefined;
    this.allFaces = false;
    this.hovered = undefined;
  }

  select(target: Target | undefined): void {
    this.feature = target?.feature;
    if (target) this.face = target.face;
  }

  selectFace(face: number): void {
    this.face = face;
  }
}
