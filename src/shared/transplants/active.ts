import type { Document, Transplant } from '../document/document';
import { transplantValues } from './parameters';

/** Those that show. */
export function activeTransplants({ transplants }: Document): readonly Transplant[] {
  return transplants.filter(({ enabled }) => enabled);
}

/**
 * Two documents of one photo with the same key have the same photo to edit; '' is the photo as it was taken. Values
 * count, not how they are written down.
 */
export function transplantsKey(document: Document): string {
  const active = activeTransplants(document).map((transplant) => {
    const { face, donor, feature } = transplant;
    return [face, donor.photo, donor.face, feature, transplantValues(transplant)];
  });
  return active.length > 0 ? JSON.stringify(active) : '';
}
