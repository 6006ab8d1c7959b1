import type { appContract, OpenedProject, ProjectTicket, Ticket } from '@shared/contract/contract';
import type { Client } from '@shared/contract/rpc';
import { documentPhotos, type Document } from '@shared/document/document';
import {
  keptNames,
  withFoundFaces,
  type KeptPart,
  type ProjectContent,
} from '@shared/document/project';
import { renumberFaces, type FacePlace } from '@shared/document/project-faces';
import { AppError } from '@shared/errors';
import type { Editor } from './editor.svelte';
import type { GuestPhotos } from './guests.svelte';
import type { Looks } from './looks.svelte';
import type { Notices } from './notices.svelte';
import type { Session } from './session.svelte';

/** A project that has been read, its photos found. */
export type ReadProject = Extract<OpenedProject, { state: 'opened' }>;

interface Surroundings {
  readonly app: Client<typeof appContract>;
  readonly editor: Editor;
  readonly session: Session;
  readonly guests: Pick<GuestPhotos, 'find' | 'openPhoto'>;
  readonly looks: Pick<Looks, 'wornIn' | 'restore'>;
  readonly notices: Notices;
}

/** A project whose faces are still being looked for: what it says of them cannot be shown before. */
interface Waiting {
  readonly read: ReadProject;
  readonly content: ProjectContent;
}

/** What of the open document is in a file, and what would be lost. */
export class Project {
  /** Nothing before it was first saved. */
  ticket = $state.raw<ProjectTicket>();
  /** Counts what was saved, so that it can be told. */
  saves = $state(0);
  /** The document as its file has it; a photo without edits needs none. `undefined`: in no file. */
  #saved = $state.raw<Document>();
  #waiting = $state.raw<Waiting>();
  #kept: readonly KeptPart[] = [];
  /** Where the document's faces are, by photo; those that were not found come last. */
  #faces: Readonly<Record<string, readonly FacePlace[]>> = {};
  /** Something is kept for the case that the program ends without having asked. */
  #recoverable = false;
  #saving: Promise<boolean> = Promise.resolve(false);

  constructor(private readonly around: Surroundings) {}

  /** What the window is called. */
  get name(): string | undefined {
    return this.ticket?.name ?? this.around.session.photo?.ticket.name;
  }

  /** The ticket that stands for what is open: of the project, or of the photo while there is none. */
  get file(): string | undefined {
    const { photo } = this.around.session;
    return typeof this.ticket?.name === 'string' ? this.ticket.id : photo?.ticket.id;
  }

  get modified(): boolean {
    const { session, editor } = this.around;
    if (!session.photo) return false;
    return this.#waiting ? this.#waiting.read.recovered : editor.document !== this.#saved;
  }

  /** A photo has been opened, with a project or without; the editor holds its bare document. */
  begin(read: ReadProject | undefined): void {
    this.ticket = read?.project;
    this.#saved = this.around.editor.document;
    this.#kept = read?.content.kept ?? [];
    this.#faces = read?.content.faces ?? {};
    this.#waiting = read && { read, content: read.content };
    if (read) this.#tell(read);
    void this.keep();
  }

  /** The faces of the open photo are known: shows what the project says of them. */
  async follow(places: readonly FacePlace[], signal: AbortSignal): Promise<void> {
    const photo = this.around.session.photo?.ticket.id ?? '';
    const waiting = this.#waiting;
    if (!waiting) {
      const { places: all } = renumberFaces(this.#faces[photo] ?? [], places);
      this.#faces = { ...this.#faces, [photo]: all };
      return;
    }
    const content = await this.#withGuests(withFoundFaces(waiting.content, photo, places));
    signal.throwIfAborted();
    this.#waiting = undefined;
    this.#kept = content.kept;
    this.#faces = content.faces;
    this.around.looks.restore(content.document, content.looks ?? []);
    this.around.editor.start(content.document);
    this.#saved = waiting.read.recovered ? undefined : content.document;
    const missing = missingFaces(content.document, photo, places.length);
    if (missing > 0) this.around.notices.add({ kind: 'faces-missing', count: missing });
    await this.keep();
  }

  /** Answers whether it is saved now. A wish that comes while a file is being written has its turn after it. */
  save(saveAs = false): Promise<boolean> {
    this.#saving = this.#saving.then(() => this.#save(saveAs));
    return this.#saving;
  }

  /** Keeps what would be lost now, or nothing. */
  async keep(): Promise<void> {
    const { app, notices } = this.around;
    if (!this.modified && !this.#recoverable) return;
    this.#recoverable = this.modified;
    try {
      if (!this.modified) await app.clearRecovery();
      else {
        await app.keepRecovery({ project: this.ticket?.id ?? null, content: this.#content() });
      }
    } catch (error) {
      notices.fail(AppError.from(error));
    }
  }

  async #save(saveAs: boolean): Promise<boolean> {
    const { app, editor, session, notices } = this.around;
    if (!session.photo) return false;
    editor.commit();
    const { document } = editor;
    const waiting = this.#waiting;
    try {
      const project = this.ticket?.id ?? null;
      const ticket = await app.saveProject({ project, saveAs, content: this.#content() });
      // Another photo may have been opened meanwhile: it has nothing to do with this file.
      if (!ticket || session.photo.ticket.id !== document.photo) return ticket !== null;
      this.ticket = ticket;
      if (!waiting) this.#saved = document;
      else if (waiting === this.#waiting) {
        this.#waiting = { ...waiting, read: { ...waiting.read, recovered: false } };
      }
      this.saves += 1;
      await this.keep();
      return true;
    } catch (error) {
      const retry = (): void => void this.save(saveAs);
      notices.fail(AppError.from(error), { subject: this.name, retry });
      return false;
    }
  }

  #content(): ProjectContent {
    if (this.#waiting) return this.#waiting.content;
    const { document } = this.around.editor;
    const faces = documentPhotos(document).map((photo) => [photo, this.#placesIn(photo)] as const);
    return {
      document,
      kept: this.#kept,
      looks: this.around.looks.wornIn(document),
      faces: { ...this.#faces, ...Object.fromEntries(faces) },
    };
  }

  #placesIn(photo: string): readonly FacePlace[] {
    const guest = this.around.guests.find(photo);
    return this.#faces[photo] ?? guest?.overview.faces.map(({ place }) => place) ?? [];
  }

  /** Opens the photos that something is taken from; their faces get other numbers too. */
  async #withGuests(content: ProjectContent): Promise<ProjectContent> {
    const photos = this.#waiting?.read.photos ?? [];
    const there: readonly Ticket[] = photos.slice(1).filter(({ state }) => state !== 'missing');
    let found = content;
    for (const ticket of there) {
      const guest = await this.around.guests.openPhoto(ticket);
      const places = guest?.overview.faces.map(({ place }) => place);
      if (places) found = withFoundFaces(found, ticket.id, places);
    }
    return found;
  }

  #tell({ content, photos }: ReadProject): void {
    const { notices } = this.around;
    for (const { name, state } of photos) {
      if (state === 'changed') notices.add({ kind: 'photo-changed', name });
    }
    const edits = keptNames(content.kept);
    if (edits.length > 0) notices.add({ kind: 'project-incomplete', edits });
  }
}

/** How many faces something was decided about that are not among those found. */
function missingFaces(document: Document, photo: string, found: number): number {
  const faces = [...document.edits, ...document.transplants].map(({ face }) => face);
  return new Set(photo === document.photo ? faces.filter((face) => face >= found) : []).size;
}
