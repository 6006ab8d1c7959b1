import type { Feature } from '@shared/analysis/classes';
import type { Ticket } from '@shared/contract/contract';
import { sidedFeatures, type StitchFeature } from '@shared/stitching/features';
import { transplantTexts } from '@shared/transplants/parameters';
import type { FaceOverview } from '../studio/contract';
import type { Guest, GuestPhotos } from './guests.svelte';

/** A feature on its way from a donor to the photo; the pointer's place in the window, in CSS pixels. */
export interface Dragged {
  readonly feature: StitchFeature;
  readonly x: number;
  readonly y: number;
}

const stitchFeatureOf: Readonly<Partial<Record<Feature, StitchFeature>>> = {
  lips: 'mouth',
  mouth: 'mouth',
  nose: 'nose',
  'left-eye': 'eyes',
  'right-eye': 'eyes',
  'left-brow': 'brows',
  'right-brow': 'brows',
};

/** What a person takes when pointing at a feature of a donor; `undefined` for what cannot be taken. */
export function takenWith(
  feature: Feature | undefined,
  separately = false,
): StitchFeature | undefined {
  const single = sidedFeatures.find((one) => one === feature);
  return separately && single ? single : feature && stitchFeatureOf[feature];
}

/** What is offered: pairs, or each eye and each brow. */
export function offeredFeatures(separately: boolean): readonly StitchFeature[] {
  const all = Object.keys(transplantTexts) as StitchFeature[];
  const left = separately ? ['eyes', 'brows'] : sidedFeatures;
  return all.filter((feature) => !left.some((other) => other === feature));
}

/** Outlines of what is taken together. */
export function outlinesOfTaken(face: FaceOverview, taken: StitchFeature | undefined) {
  return face.outlines.filter(({ feature }) => {
    const own = takenWith(feature);
    if (own === undefined || taken === undefined) return false;
    return taken === 'face' || own === taken || feature === taken;
  });
}

/** The donor that is looked at and what of it is pointed at. */
export class Donors {
  pointed = $state<StitchFeature>();
  dragged = $state.raw<Dragged>();
  /** Each eye and each brow is taken on its own. */
  separately = $state(false);
  #photo = $state<string>();
  #face = $state(0);

  constructor(private readonly guests: GuestPhotos) {}

  /** The one chosen, or the last that was opened once that one is closed. */
  readonly shown: Guest | undefined = $derived.by(() => {
    const { open } = this.guests;
    return open.find(({ ticket }) => ticket.id === this.#photo) ?? open.at(-1);
  });

  readonly face: FaceOverview | undefined = $derived.by(() => {
    const { shown } = this;
    const faces = shown?.overview.faces ?? [];
    const chosen = shown?.ticket.id === this.#photo ? this.#face : 0;
    return faces.find(({ index }) => index === chosen) ?? faces[0];
  });

  choose(guest: Guest, face = 0): void {
    this.#photo = guest.ticket.id;
    this.#face = face;
    this.pointed = undefined;
  }

  async chooseFile(): Promise<void> {
    this.#show(await this.guests.chooseFile());
  }

  async openFile(file: File): Promise<void> {
    this.#show(await this.guests.openFile(file));
  }

  async openPhoto(ticket: Ticket): Promise<void> {
    this.#show(await this.guests.openPhoto(ticket));
  }

  #show(guest: Guest | undefined): void {
    if (guest) this.choose(guest);
  }
}
