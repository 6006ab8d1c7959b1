import type { appContract, Ticket } from '@shared/contract/contract';
import type { Client } from '@shared/contract/rpc';
import { createDocument, type Document } from '@shared/document/document';
import type { WornLookOfFace } from '@shared/document/project';
import { edits } from '@shared/edits/registry';
import { AppError } from '@shared/errors';
import { builtInLooks } from '@shared/looks/built-in';
import { createLook, understandLook, type Look, type WearableLook } from '@shared/looks/look';
import {
  editsOfFace,
  wears,
  withLook,
  withLookStrength,
  withoutLook,
  type WornLook,
} from '@shared/looks/wear';
import type { studioContract } from '../studio/contract';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';
import type { Session } from './session.svelte';
import { stepLabel } from './step-label';

/** A look that can be chosen. */
export interface LookEntry extends WearableLook {
  readonly id: string;
  /** Saved by the person, who may rename and delete it. */
  readonly own: boolean;
}

interface Worn extends WornLook {
  readonly look: LookEntry;
}

type WornByFace = Readonly<Record<number, Worn | undefined>>;

interface Surroundings {
  readonly app: Client<typeof appContract>;
  readonly studio: Client<typeof studioContract>;
  readonly editor: Editor;
  readonly selection: Selection;
  readonly session: Session;
  readonly notices: Notices;
  /** Shows a document without making it the present one. */
  readonly draw: (document: Document) => void;
}

/** A look whose name is being asked for: what the face wears, a look that is not kept yet, or one with another name. */
export type Naming =
  { readonly kind: 'save' } | { readonly kind: 'keep' | 'rename'; readonly look: LookEntry };

/** The looks there are, and what faces wear of them. */
export class Looks {
  readonly builtIn: readonly LookEntry[] = builtInLooks.map((look) => ({ ...look, own: false }));
  own = $state.raw<readonly LookEntry[]>([]);
  naming = $state.raw<Naming>();
  /** Pictures of the selected face wearing each look, by its id. */
  thumbnails = $state.raw<Readonly<Record<string, Blob>>>({});
  #thumbnailsOf = '';
  #shown = false;
  /** Kept beside the history by document, because undo and redo bring the same documents back. */
  readonly #worn = new WeakMap<Document, WornByFace>();

  constructor(private readonly around: Surroundings) {}

  /** What the selected face wears; `undefined` once nothing is left of it as the look set it. */
  get worn(): Worn | undefined {
    const { editor, selection } = this.around;
    return this.#wornBy(editor.document, selection.face);
  }

  get all(): readonly LookEntry[] {
    return [...this.builtIn, ...this.own];
  }

  async load(): Promise<void> {
    const { looks, unreadable } = await this.around.app.looks();
    this.own = looks.map(({ id, look }) => entryOf(id, look));
    if (unreadable.length > 0) {
      this.around.notices.fail(new AppError('invalid-look'), { subject: unreadable.join(', ') });
    }
  }

  /** A document that follows another one wears the same. */
  follow(document: Document, before: Document): void {
    const worn = this.#worn.get(before);
    if (worn && !this.#worn.has(document)) this.#worn.set(document, worn);
  }

  /** What every face of a document wears, to be kept with it. */
  wornIn(document: Document): readonly WornLookOfFace[] {
    return Object.keys(this.#worn.get(document) ?? {}).flatMap((key) => {
      const face = Number(key);
      const worn = this.#wornBy(document, face);
      return worn
        ? [{ face, id: worn.look.id, strength: worn.strength, look: worn.look.look }]
        : [];
    });
  }

  /** The document's faces wear again what was kept with it: a look that there still is, or one as it was then. */
  restore(document: Document, kept: readonly WornLookOfFace[]): void {
    const worn = kept.map(({ face, id, strength, look }): [number, Worn] => {
      const present = this.all.find((one) => one.id === id);
      return [face, { look: present ?? entryOf(id, look), strength }];
    });
    this.#worn.set(document, Object.fromEntries(worn));
  }

  wear(look: LookEntry): void {
    this.#shown = false;
    this.#tellLeftOut(look);
    const label = stepLabel({ look: look.look.name, action: 'wear' });
    this.#change(label, (document, face, before) => {
      const worn = { look, strength: 1 };
      return { document: withLook(document, face, worn, before), worn };
    });
  }

  takeOff(): void {
    this.#shown = false;
    const name = this.worn?.look.look.name ?? '';
    this.#change(stepLabel({ look: name, action: 'off' }), (document, face, before) => ({
      document: before ? withoutLook(document, face, before) : document,
      worn: undefined,
    }));
  }

  beginStrength(): void {
    this.around.editor.begin(this.#strengthLabel());
  }

  setStrength(strength: number): void {
    this.#change(this.#strengthLabel(), (document, face, before) =>
      before
        ? {
            document: withLookStrength(document, face, before, strength),
            worn: { ...before, strength },
          }
        : { document, worn: undefined },
    );
  }

  /** Shows a look on the face while it is pointed at; `undefined` shows the document again. */
  point(look: LookEntry | undefined): void {
    const { editor, draw } = this.around;
    if (look && !editor.moving) {
      this.#shown = true;
      draw(
        this.#targets.reduce(
          (document, face) => this.#wearing(document, face, look),
          editor.document,
        ),
      );
    } else if (this.#shown) {
      this.#shown = false;
      draw(editor.document);
    }
  }

  /** Whether the selected face shows anything that could be kept as a look. */
  get canSave(): boolean {
    const { editor, selection } = this.around;
    return editsOfFace(editor.document, selection.face, edits).length > 0;
  }

  async save(name: string): Promise<void> {
    const { editor, selection } = this.around;
    await this.keep(createLook(name, editsOfFace(editor.document, selection.face, edits)));
  }

  /** Adds a look to the person's own. */
  async keep(look: Look): Promise<void> {
    this.naming = undefined;
    await this.#try(async () => {
      const { id } = await this.around.app.saveLook({ look });
      this.own = [...this.own, entryOf(id, look)];
    });
  }

  async rename({ id, look }: LookEntry, name: string): Promise<void> {
    this.naming = undefined;
    const renamed = { ...look, name };
    await this.#try(async () => {
      await this.around.app.renameLook({ id, name });
      this.own = this.own.map((own) => (own.id === id ? entryOf(id, renamed) : own));
    });
  }

  async delete({ id }: LookEntry): Promise<void> {
    await this.#try(async () => {
      const { deleted } = await this.around.app.deleteLook({ id });
      if (deleted) this.own = this.own.filter((own) => own.id !== id);
    });
  }

  async import(): Promise<void> {
    await this.#try(async () => {
      const imported = await this.around.app.importLook();
      if (!imported) return;
      const entry = entryOf(imported.id, imported.look);
      this.own = [...this.own, entry];
      this.#tellLeftOut(entry);
    });
  }

  /** Writes a look to a file that the person chooses. */
  async share({ look }: LookEntry): Promise<Ticket | null> {
    let file: Ticket | null = null;
    await this.#try(async () => {
      file = await this.around.app.shareLook({ look });
    });
    return file;
  }

  /** Fills `thumbnails` for the selected face, one after the other, and gets ready for wearing one, until aborted. */
  async fillThumbnails(signal: AbortSignal): Promise<void> {
    const { session, selection, studio } = this.around;
    const { photo } = session;
    if (!photo) return;
    const { face } = selection;
    const of = `${photo.ticket.id}/${face}`;
    if (this.#thumbnailsOf !== of) this.thumbnails = {};
    this.#thumbnailsOf = of;
    const bare = createDocument(photo.ticket.id);
    const wanted = this.all.filter(({ id }) => !this.thumbnails[id]);
    try {
      for (const look of wanted) {
        const document = withLook(bare, face, { look, strength: 1 });
        const picture = await studio.thumbnail({ document, face }, { signal });
        if (signal.aborted) return;
        this.thumbnails = { ...this.thumbnails, [look.id]: picture };
      }
      // The next thing that a person does here is to point at one of them.
      const worn = this.all.flatMap((look) => look.edits.map(({ definition }) => definition.id));
      await studio.prepare({ edits: worn.filter(isFirst), face }, { signal });
    } catch (error) {
      // A tile without a picture still has its name; the next selection asks again.
      if (!signal.aborted && AppError.from(error).code !== 'cancelled') throw error;
    }
  }

  get #targets(): readonly number[] {
    const { selection, session } = this.around;
    return selection.targetsOf(session.faces);
  }

  #wornBy(document: Document, face: number): Worn | undefined {
    const worn = this.#worn.get(document)?.[face];
    return worn && wears(document, face, worn) ? worn : undefined;
  }

  #wearing(document: Document, face: number, look: LookEntry): Document {
    const before = this.#wornBy(this.around.editor.document, face);
    return withLook(document, face, { look, strength: 1 }, before);
  }

  /** Changes the faces that are meant and remembers what they wear then. */
  #change(
    label: string,
    change: (
      document: Document,
      face: number,
      before: Worn | undefined,
    ) => { readonly document: Document; readonly worn: Worn | undefined },
  ): void {
    const { editor } = this.around;
    editor.update(label, (present) => {
      let worn: WornByFace = this.#worn.get(present) ?? {};
      let next = present;
      for (const face of this.#targets) {
        const changed = change(next, face, this.#wornBy(present, face));
        next = changed.document;
        worn = { ...worn, [face]: changed.worn };
      }
      // What looks the same is no step.
      if (isSame(next, present)) return present;
      this.#worn.set(next, worn);
      return next;
    });
  }

  #strengthLabel(): string {
    return stepLabel({ look: this.worn?.look.look.name ?? '', action: 'strength' });
  }

  #tellLeftOut({ look, leftOut }: LookEntry): void {
    if (leftOut.length > 0) {
      this.around.notices.add({ kind: 'look-incomplete', name: look.name, edits: leftOut });
    }
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.around.notices.fail(AppError.from(error));
    }
  }
}

function isFirst(id: string, at: number, ids: readonly string[]): boolean {
  return ids.indexOf(id) === at;
}

function isSame(one: Document, other: Document): boolean {
  return JSON.stringify(one.edits) === JSON.stringify(other.edits);
}

function entryOf(id: string, look: Look): LookEntry {
  return { id, own: true, ...understandLook(look, edits) };
}
