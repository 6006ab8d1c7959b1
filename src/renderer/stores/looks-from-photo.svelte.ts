import type { Ticket } from '@shared/contract/contract';
import type { Client } from '@shared/contract/rpc';
import { createDocument } from '@shared/document/document';
import { edits } from '@shared/edits/registry';
import { AppError } from '@shared/errors';
import {
  createLook,
  longestLookName,
  understandLook,
  type Look,
  type LookEdit,
} from '@shared/looks/look';
import { withLook } from '@shared/looks/wear';
import type { studioContract } from '../studio/contract';
import type { Guest, GuestPhotos } from './guests.svelte';
import type { LookEntry, Looks } from './looks.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';
import type { Session } from './session.svelte';

interface Surroundings {
  readonly studio: Client<typeof studioContract>;
  readonly guests: GuestPhotos;
  readonly looks: Looks;
  readonly selection: Selection;
  readonly session: Session;
  readonly notices: Notices;
}

/** What was read off one face. */
interface Reading {
  readonly guest: Guest;
  readonly face: number;
  readonly edits: readonly LookEdit[];
}

/** The make-up of somebody in another photo, on its way to become a look. */
export class LooksFromPhoto {
  guest = $state.raw<Guest>();
  /** Of the guest's. */
  face = $state(0);
  reading = $state(false);
  #read = $state.raw<Reading>();
  /** Ids of edits that the person does not want. */
  #unwanted = $state.raw<readonly string[]>([]);
  /** The person's own face wearing it. */
  picture = $state.raw<Blob>();
  #controller: AbortController | undefined;

  constructor(private readonly around: Surroundings) {}

  /** Everything that was read; empty where the face wears nothing that can be told from bare skin. */
  readonly found: readonly LookEdit[] | undefined = $derived(this.#read?.edits);

  /** What of it is wanted, as a look; nothing while there is nothing to wear. */
  readonly look: LookEntry | undefined = $derived.by(() => {
    const read = this.#read;
    const wanted = read?.edits.filter(({ id }) => !this.#unwanted.includes(id)) ?? [];
    if (!read || wanted.length === 0) return undefined;
    const { ticket } = read.guest;
    const id = `${ticket.id}/${read.face} ${wanted.map((edit) => edit.id).join(' ')}`;
    return { id, own: false, ...understandLook(createLook(nameOf(ticket), wanted), edits) };
  });

  isWanted(id: string): boolean {
    return !this.#unwanted.includes(id);
  }

  want(id: string, wanted: boolean): void {
    const others = this.#unwanted.filter((one) => one !== id);
    this.#unwanted = wanted ? others : [...others, id];
  }

  chooseFile(): Promise<void> {
    return this.#take(this.around.guests.chooseFile());
  }

  openFile(file: File): Promise<void> {
    return this.#take(this.around.guests.openFile(file));
  }

  openPhoto(ticket: Ticket): Promise<void> {
    return this.#take(this.around.guests.openPhoto(ticket));
  }

  async chooseFace(face: number): Promise<void> {
    const { guest } = this;
    if (!guest) return;
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.face = face;
    this.#read = undefined;
    this.#unwanted = [];
    this.picture = undefined;
    this.reading = true;
    try {
      const input = { photo: guest.ticket.id, face };
      const { signal } = controller;
      const found = await this.around.studio.readMakeup(input, { signal });
      if (!signal.aborted) this.#read = { guest, face, edits: found };
    } catch (error) {
      if (!controller.signal.aborted) {
        this.around.notices.fail(AppError.from(error), {
          subject: guest.ticket.name,
          retry: () => void this.chooseFace(face),
        });
      }
    } finally {
      if (this.#controller === controller) this.reading = false;
    }
  }

  /** One step of the history; its edits are ordinary ones from then on. */
  wear(): void {
    if (this.look) this.around.looks.wear(this.look);
  }

  /** Asks for a name and keeps it among the person's own looks. */
  keep(): void {
    if (this.look) this.around.looks.naming = { kind: 'keep', look: this.look };
  }

  /** The photo stays open for whatever else takes something from it. */
  close(): void {
    this.#controller?.abort();
    this.guest = undefined;
    this.#read = undefined;
    this.picture = undefined;
  }

  /** Makes `picture` anew for the selected face. */
  async fillPicture(signal: AbortSignal): Promise<void> {
    const { session, selection, studio } = this.around;
    const { photo } = session;
    const { look } = this;
    if (!photo || !look) {
      this.picture = undefined;
      return;
    }
    const { face } = selection;
    const document = withLook(createDocument(photo.ticket.id), face, { look, strength: 1 });
    try {
      const picture = await studio.thumbnail({ document, face }, { signal });
      if (!signal.aborted) this.picture = picture;
    } catch (error) {
      // What is left is a tile without a picture; the next change asks again.
      if (!signal.aborted && AppError.from(error).code !== 'cancelled') throw error;
    }
  }

  async #take(opening: Promise<Guest | undefined>): Promise<void> {
    const guest = await opening;
    if (!guest) return;
    this.guest = guest;
    this.#read = undefined;
    this.picture = undefined;
    this.around.guests.loadRecent().catch(() => undefined);
    if (guest.overview.faces.length > 0) await this.chooseFace(0);
  }
}

/** As the photo's file is called. */
function nameOf({ name }: Ticket): Look['name'] {
  const stem = name.replace(/\.[^.]+$/u, '').trim() || name;
  const short = (text: string): string => text.slice(0, longestLookName);
  return { en: short(`From ${stem}`), 'zh-CN': short(`来自 ${stem}`) };
}
