import type { Analysis } from '@shared/analysis/face';
import type { PhotoInformation, Progress } from '@shared/contract/contract';
import type { HandlerContext, Handlers } from '@shared/contract/rpc';
import type { Document } from '@shared/document/document';
import { planDocument } from '@shared/edits/plan';
import { findDefinition } from '@shared/edits/registry';
import { AppError, throwIfCancelled } from '@shared/errors';
import { isEmpty, type Rectangle } from '@shared/pixels/raster';
import type { AnalysisOverview, Comparison, studioContract, View } from './contract';
import { firstTouches } from '../stores/changes';
import { Detail } from './detail';
import type { EngineLink } from './engine-link';
import { FaceThumbnails } from './face-thumbnails';
import { Guests } from './guests';
import { overviewOf } from './overview';
import { paint, shownPart, visiblePart, type Picture } from './painter';
import { Preview } from './preview';
import { Stitching } from './stitching';

type StudioHandlers = Handlers<typeof studioContract>;

interface OpenPhoto extends Picture {
  readonly id: string;
  readonly information: PhotoInformation;
  readonly thumbnails: FaceThumbnails;
  readonly stitching: Stitching;
}

/**
 * Owns the picture: asks the engine for pixels and faces, renders the document into the preview and paints. A document
 * is rendered and painted as soon as those that came with it are here and the one before is shown, and shown with the next
 * frame, which has nothing left to do then: those that a newer one overtook are never rendered.
 */
export class Studio {
  readonly #guests: Guests;
  #canvas: OffscreenCanvas | undefined;
  #photo: OpenPhoto | undefined;
  #analysis: Analysis | undefined;
  #document: Document | undefined;
  #rendered: Document | undefined;
  #view: View = { width: 0, height: 0, scale: 1, left: 0, top: 0 };
  #comparison: Comparison = { mode: 'edited' };
  #framePending = false;
  #turnPending = false;
  /** Whether something was painted that no frame has shown yet. */
  #unshown = false;
  /** Whether the canvas shows anything else than it is to. */
  #isStale = true;
  /** Counts what was asked to be drawn. */
  #asked = 0;
  /** Who waits for a frame, and how many documents had come by then. */
  #waiting: { readonly documents: number; readonly resolve: () => void }[] = [];
  #documents = 0;
  #renderedDocuments = 0;

  constructor(
    private readonly engine: EngineLink,
    private readonly requestFrame: (frame: () => void) => void,
    /** Does something after the messages that are here already. */
    private readonly takeTurn: (work: () => void) => void,
  ) {
    this.#guests = new Guests(engine);
  }

  attach(canvas: OffscreenCanvas): void {
    this.#canvas = canvas;
    this.#invalidate();
  }

  readonly handlers: StudioHandlers = {
    open: ({ photo }, context) => this.#open(photo, context),
    analyse: (_input, context) => this.#analyse(context),
    openGuest: ({ photo }, context) => this.#guests.open(photo, context),
    readMakeup: async (input, { signal, report }) =>
      (await this.engine.client(signal)).readMakeup(input, { signal, onProgress: report }),
    closeGuest: ({ photo }) => this.#guests.close(photo),
    setDocument: ({ document, moving = false }) => this.#setDocument(document, moving),
    stitchReports: async ({ document }, { signal }) =>
      (await this.engine.client(signal)).stitchReports({ document }, { signal }),
    prepare: (input, { signal }) => this.#prepare(input, signal),
    thumbnail: (input, { signal }) => this.#thumbnail(input, signal),
    setView: ({ view }) => {
      this.#view = view;
      this.#invalidate();
    },
    setComparison: ({ comparison }) => {
      this.#comparison = comparison;
      this.#invalidate();
    },
    prepareExport: async (input, { signal }) =>
      (await this.engine.client(signal)).prepareExport(input, { signal }),
    export: async (input, { signal, report }) =>
      (await this.engine.client(signal)).export(input, { signal, onProgress: report }),
    close: () => this.#close(),
    loseEngine: () => this.engine.disconnect(),
  };

  async #setDocument(document: Document, moving: boolean): Promise<void> {
    if (document.photo !== this.#document?.photo) this.#invalidate();
    this.#document = document;
    this.#documents += 1;
    const drawn = this.#nextFrame();
    this.#renderSoon();
    await this.#stitch(document, moving);
    await drawn;
  }

  /** Settles once the photo shows what the document takes over from others. */
  async #stitch(document: Document, moving: boolean): Promise<void> {
    const photo = this.#photo;
    if (photo?.id !== document.photo) return;
    // At full size there is nothing that comes sooner; enlarged, the photo's own pixels are looked at.
    const { scale } = photo.preview;
    const draft = scale < 1 && this.#view.scale <= scale;
    const stitched = photo.stitching.want({ document, moving, draft });
    if (!stitched) return;
    await stitched;
    await this.#nextFrame();
  }

  async #open(id: string, { signal, report }: HandlerContext<Progress>) {
    const engine = await this.engine.client(signal);
    const { information, preview } = await engine.open(
      { photo: id },
      { signal, onProgress: report },
    );
    if (signal.aborted) this.#free(id);
    throwIfCancelled(signal);
    // Re-opening after an engine restart keeps the faces: they are still those of this photo.
    if (this.#photo?.id !== id) this.#close();
    const client = (detailSignal: AbortSignal) => this.engine.client(detailSignal);
    const onDetail = () => this.#invalidate();
    this.#photo?.preview.close();
    this.#photo?.stitching.stop();
    const shown = new Preview(preview, information.width);
    const onFaces = (): void => {
      this.#rendered = undefined;
      this.#invalidate();
    };
    const stitching = new Stitching({
      engine: client,
      onPatches: (patches) => {
        shown.stitch(patches);
        onFaces();
      },
      onFaces,
    });
    this.#photo = {
      id,
      information,
      preview: shown,
      thumbnails: new FaceThumbnails(shown),
      stitching,
      photoWidth: information.width,
      photoHeight: information.height,
      edited: new Detail(true, client, onDetail),
      original: new Detail(false, client, onDetail),
    };
    this.#rendered = undefined;
    this.#invalidate();
    // After an engine restart the document is there already. Whoever set it is told how it went.
    if (this.#document) this.#stitch(this.#document, false).catch(() => undefined);
    return { information };
  }

  async #analyse({ signal, report }: HandlerContext<Progress>): Promise<AnalysisOverview> {
    const photo = this.#photo;
    if (!photo) throw new AppError('unknown-photo');
    const engine = await this.engine.client(signal);
    const analysis = await engine.analyse({ photo: photo.id }, { signal, onProgress: report });
    const { provider, milliseconds } = analysis;
    const picture = { canvas: photo.preview.original.canvas, scale: photo.preview.scale };
    const faces = await Promise.all(
      analysis.faces.map((face) => overviewOf(face, analysis, picture)),
    );
    if (this.#photo !== photo) throw new AppError('cancelled');
    this.#analysis = analysis;
    this.#rendered = undefined;
    this.#invalidate();
    return { provider, milliseconds, faces };
  }

  async #prepare(
    { edits, face }: { edits: readonly string[]; face: number },
    signal: AbortSignal,
  ): Promise<void> {
    for (const id of edits) {
      await this.#whenQuiet(signal);
      const [photo, analysis, definition] = [this.#photo, this.#analysis, findDefinition(id)];
      if (!photo || !analysis || !definition) return;
      for (const touched of firstTouches(photo.id, definition, face)) {
        const steps = photo.preview.prepare(planDocument(touched, analysis));
        while (!steps.next().done) await this.#whenQuiet(signal);
      }
    }
  }

  #close(): void {
    const photo = this.#photo;
    this.#photo = undefined;
    this.#analysis = undefined;
    this.#invalidate();
    if (!photo) return;
    photo.edited.forget();
    photo.original.forget();
    photo.stitching.stop();
    photo.preview.close();
    this.#free(photo.id);
  }

  #free(photo: string): void {
    const closing = this.engine.client().then((engine) => engine.close({ photo }));
    // Nobody waits for it, and an engine that died has freed everything.
    closing.catch(() => undefined);
  }

  #nextFrame(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ documents: this.#documents, resolve });
      this.#askForFrame();
    });
  }

  async #thumbnail(
    { document, face }: { document: Document; face: number },
    signal: AbortSignal,
  ): Promise<Blob> {
    const photo = this.#photo;
    const analysis = this.#analysis;
    const found = analysis?.faces[face];
    if (!photo || !found) throw new AppError('cancelled');
    // The first time that an edit is drawn takes long: one at a time, so that a slider never waits for all of them.
    for (const edit of document.edits) {
      if (photo.thumbnails.knows(found, edit.id)) continue;
      await this.#whenQuiet(signal);
      const passes = planDocument({ ...document, edits: [edit] }, analysis);
      photo.thumbnails.learn(found, edit.id, passes);
    }
    await this.#whenQuiet(signal);
    if (photo !== this.#photo) throw new AppError('cancelled');
    return photo.thumbnails.picture(found, planDocument(document, analysis));
  }

  /** Waits for a frame in which nothing was to be drawn: pictures on the side never hold up a slider. */
  async #whenQuiet(signal: AbortSignal): Promise<void> {
    let asked: number;
    do {
      throwIfCancelled(signal);
      asked = this.#asked;
      await new Promise<void>((resolve) => this.requestFrame(resolve));
    } while (asked !== this.#asked);
    throwIfCancelled(signal);
  }

  #invalidate(): void {
    this.#isStale = true;
    this.#askForFrame();
  }

  #askForFrame(): void {
    this.#asked += 1;
    if (this.#framePending) return;
    this.#framePending = true;
    this.requestFrame(() => this.#frame());
  }

  #frame(): void {
    this.#framePending = false;
    // A photo that is new, or was analysed anew, is not seen without its edits.
    if (!this.#rendered) this.#render();
    const isBehind = this.#isBehind();
    if (!isBehind) this.#requestDetail();
    if (this.#isStale) this.#paint();
    this.#unshown = false;
    if (isBehind) {
      this.#renderSoon();
      this.#askForFrame();
    }
    const painted = isBehind ? this.#renderedDocuments : this.#documents;
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ documents }) => documents > painted);
    for (const { documents, resolve } of waiting) if (documents <= painted) resolve();
  }

  #paint(part?: Rectangle): void {
    // Until the page has sent the photo's document, the view is still the one of the photo before.
    const picture = this.#photo?.id === this.#document?.photo ? this.#photo : undefined;
    const scene = { picture, view: this.#view, comparison: this.#comparison };
    if (this.#canvas) paint(this.#canvas, scene, part);
    this.#isStale = false;
    this.#unshown = true;
  }

  /** Whether the document is another than the one that the preview shows. */
  #isBehind(): boolean {
    const document = this.#document;
    const photo = this.#photo;
    if (!document || !photo || !this.#analysis) return false;
    return document.photo === photo.id && document !== this.#rendered;
  }

  #renderSoon(): void {
    if (this.#turnPending) return;
    this.#turnPending = true;
    this.takeTurn(() => {
      this.#turnPending = false;
      // A frame that is due would have to wait for it: that one looks again.
      if (!this.#unshown) this.#render();
    });
  }

  #render(): void {
    const document = this.#document;
    const photo = this.#photo;
    if (!document || !photo || !this.#analysis || !this.#isBehind()) return;
    this.#rendered = document;
    this.#renderedDocuments = this.#documents;
    const { faces } = photo.stitching;
    const analysis = faces ? { ...this.#analysis, faces: [...faces] } : this.#analysis;
    const dirty = photo.preview.apply(planDocument(document, analysis));
    if (!isEmpty(dirty)) photo.edited.invalidate(photo.preview.toPhoto(dirty));
    if (this.#isStale) this.#paint();
    else if (!isEmpty(dirty)) this.#paint(shownPart(dirty, photo.preview, this.#view));
  }

  /** Once a preview pixel covers more than one screen pixel, the photo's own pixels are wanted. */
  #requestDetail(): void {
    const photo = this.#photo;
    const document = this.#document;
    if (!photo || document?.photo !== photo.id || photo.preview.scale >= 1) return;
    const enlarged = this.#view.scale > photo.preview.scale;
    const visible: Rectangle = visiblePart(this.#view, photo.photoWidth, photo.photoHeight);
    const { mode } = this.#comparison;
    if (!enlarged) {
      photo.edited.forget();
      photo.original.forget();
      return;
    }
    if (mode !== 'original') photo.edited.want({ document, visible });
    if (mode !== 'edited') photo.original.want({ document, visible });
  }
}
