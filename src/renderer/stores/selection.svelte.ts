import type { Feature } from '@shared/analysis/classes';
import type { Point } from '@shared/pixels/raster';
import type { Target } from '../studio/point';
import { editFor, editsOf, panels, type Panel } from './panels';

/** What a person points at and works on. */
export class Selection {
  face = $state(0);
  feature = $state<Feature>();
  panel = $state<Panel>('looks');
  /** Ids of the edits whose controls are on show; the first one of every panel to begin with. */
  #opened = $state.raw<readonly string[]>(panels.flatMap((panel) => editsOf(panel)[0]?.id ?? []));
  /** Whether the list of what was found in the face is open. */
  featuresShown = $state(false);
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
    // Whoever swaps features points at faces, not at make-up.
    if (this.panel === 'swap') return;
    const edit = editFor(target.feature, this.panel);
    if (!edit) return;
    this.panel = edit.group;
    this.open(edit.id);
  }

  selectFace(face: number): void {
    this.face = face;
  }

  /** The faces that a change goes to. */
  targetsOf(faces: readonly { readonly index: number }[]): readonly number[] {
    return this.allFaces ? faces.map(({ index }) => index) : [this.face];
  }

  isOpen(edit: string): boolean {
    return this.#opened.includes(edit);
  }

  /** Shows the controls of an edit. One at a time in a panel, so that a panel fits on the screen. */
  open(edit: string): void {
    const neighbours = panels.map(editsOf).find((of) => of.some(({ id }) => id === edit)) ?? [];
    const others = this.#opened.filter((id) => neighbours.every((one) => one.id !== id));
    this.#opened = [...others, edit];
  }

  close(edit: string): void {
    this.#opened = this.#opened.filter((id) => id !== edit);
  }
}
