import type { Feature } from '@shared/analysis/classes';
import type { EditGroup } from '@shared/edits/define';
import { edits } from '@shared/edits/registry';
import type { Point } from '@shared/pixels/raster';
import type { Target } from '../studio/point';

/** What a person points at and works on. */
export class Selection {
  face = $state(0);
  feature = $state<Feature>();
  /** The group of edits on show; `undefined` for the first one. */
  group = $state<EditGroup>();
  /** Edits go to every face instead of the selected one. */
  allFaces = $state(false);
  /** Under the pointer in the photo. */
  hovered = $state.raw<Target>();
  /** A feature pointed at in the panel. */
  pointed = $state.raw<Target>();
  /** A face pointed at in the strip. */
  hoveredFace = $state<number>();
  /** Of the pointer on the stage, in CSS pixels. */
  pointer = $state.raw<Point>({ x: 0, y: 0 });

  reset(): void {
    this.face = 0;
    this.feature = undefined;
    this.allFaces = false;
    this.hovered = undefined;
    this.pointed = undefined;
    this.hoveredFace = undefined;
  }

  /** Shows the edits of the feature too, where there are any. */
  select(target: Target | undefined): void {
    this.feature = target?.feature;
    if (!target) return;
    this.face = target.face;
    const edit = edits.find(({ features }) => features.includes(target.feature));
    if (edit) this.group = edit.group;
  }

  selectFace(face: number): void {
    this.face = face;
  }
}
