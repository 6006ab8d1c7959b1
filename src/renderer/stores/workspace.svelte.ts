import type { AppEvent, Ticket } from '@shared/contract/contract';
import { createDocument, type Document } from '@shared/document/document';
import { edits } from '@shared/edits/registry';
import type { EditDefinition } from '@shared/edits/define';
import { AppError } from '@shared/errors';
import type { Point } from '@shared/pixels/raster';
import { nearestFace } from '../studio/point';
import type { Command } from '../keys';
import { getContext, setContext } from 'svelte';
import { isActive, withEnabled, withParameter, withPreset, withReset } from './changes';
import { ComparisonStore } from './comparison.svelte';
import { Donors } from './donors.svelte';
import { Editor } from './editor.svelte';
import { Exportation } from './exportation.svelte';
import { GuestPhotos } from './guests.svelte';
import type { Links } from './links';
import { LooksFromPhoto } from './looks-from-photo.svelte';
import { Looks } from './looks.svelte';
import { Notices } from './notices.svelte';
import { Opening, type OpenWish } from './opening.svelte';
import { Project } from './project.svelte';
import { Selection } from './selection.svelte';
import { Session } from './session.svelte';
import { SettingsStore } from './settings.svelte';
import { stepLabel } from './step-label';
import { Transplants } from './transplants.svelte';
import { Viewport } from './viewport.svelte';

export interface Sample {
  readonly ticket: Ticket;
  readonly thumbnailUrl: string;
}

/** From a person's gesture to the pixels on the canvas; the benchmark reads these measures. */
const editToPixelsMeasure = 'edit-to-pixels';
const mostMeasures = 2000;

/** Every store of the window and what a person can do, wherever the wish comes from: menu, key or control. */
export class Workspace {
  readonly notices = new Notices();
  readonly selection = new Selection();
  readonly comparison = new ComparisonStore();
  readonly viewport = new Viewport();
  readonly settings: SettingsStore;
  readonly session: Session;
  readonly editor: Editor;
  readonly exportation: Exportation;
  readonly looks: Looks;
  readonly guests: GuestPhotos;
  readonly donors: Donors;
  readonly transplants: Transplants;
  readonly project: Project;
  readonly opening: Opening;
  readonly looksFromPhoto: LooksFromPhoto;
  samples = $state.raw<readonly Sample[]>([]);
  shortcutsShown = $state(false);

  constructor(readonly links: Links) {
    this.settings = new SettingsStore((settings) => {
      this.send(links.app.changeSettings(settings));
    });
    this.session = new Session(links.studio, this.notices, {
      opened: ({ ticket, information }, read) => {
        this.selection.reset();
        this.comparison.reset();
        this.viewport.show(information);
        this.editor.start(createDocument(ticket.id));
        this.project.begin(read);
        this.send(this.opening.note());
      },
      analysed: (places, signal) => this.project.follow(places, signal),
      ready: () => this.send(this.opening.note()),
    });
    this.editor = new Editor(
      (document, before) => {
        this.looks.follow(document, before);
        this.#draw(document);
      },
      (document) => {
        if (document.transplants.length > 0) this.#draw(document);
      },
      () => this.send(this.project.keep()),
    );
    this.exportation = new Exportation(links.app, links.studio);
    this.looks = new Looks({
      app: links.app,
      studio: links.studio,
      editor: this.editor,
      selection: this.selection,
      session: this.session,
      notices: this.notices,
      draw: (document) => this.#draw(document),
    });
    const { app, studio, bridge } = links;
    this.guests = new GuestPhotos({ app, studio, bridge, notices: this.notices });
    this.donors = new Donors(this.guests);
    const { editor, session, guests, notices } = this;
    const { looks, selection } = this;
    this.project = new Project({ app, editor, session, guests, looks, notices });
    this.opening = new Opening({ app, session, notices, project: this.project });
    this.transplants = new Transplants({ studio, editor, selection, session, notices });
    const surroundings = { studio, guests, looks, selection, session, notices };
    this.looksFromPhoto = new LooksFromPhoto(surroundings);
    links.onAppEvent((event) => this.#onAppEvent(event));
  }

  async start(): Promise<void> {
    const { app } = this.links;
    this.send(app.connectEngine());
    try {
      const { file, recoveries, settings } = await app.start();
      this.settings.restore(settings);
      this.send(this.looks.load());
      this.opening.offer(recoveries);
      if (file) await this.open(file);
      if (!this.session.photo) await Promise.all([this.opening.loadRecent(), this.#loadSamples()]);
    } catch (error) {
      this.notices.fail(AppError.from(error));
    }
  }

  /** Opens a photo or project, at once or after asking. */
  async open(wish: OpenWish): Promise<void> {
    this.editor.commit();
    await this.opening.open(wish);
  }

  /** Whether changes would be lost now; a control that is being moved counts. */
  holdsUnsaved(): boolean {
    this.editor.commit();
    return this.project.modified;
  }

  /** A dialog is open: nothing behind it may change. */
  get modal(): boolean {
    return (
      this.exportation.open ||
      this.shortcutsShown ||
      this.opening.waiting !== undefined ||
      this.opening.lost !== undefined ||
      this.looks.naming !== undefined
    );
  }

  async openDialog(): Promise<void> {
    try {
      const file = await this.links.app.openDialog();
      if (file) await this.open(file);
    } catch (error) {
      this.notices.fail(AppError.from(error), { retry: () => void this.openDialog() });
    }
  }

  async openFile(file: File): Promise<void> {
    try {
      const ticket = await this.links.bridge.ticketForFile(file);
      if (ticket) await this.open(ticket);
      else this.notices.fail(new AppError('file-not-found'), { subject: file.name });
    } catch (error) {
      this.notices.fail(AppError.from(error));
    }
  }

  showExport(): void {
    if (!this.session.photo) return;
    this.editor.commit();
    this.exportation.show(this.editor.document);
  }

  /** Moves one control. Inside a gesture every call belongs to the same step. */
  setParameter(definition: EditDefinition, name: string, value: string | number): void {
    this.editor.update(stepLabel({ edit: definition.id, parameter: name }), (document) =>
      this.#targets.reduce(
        (current, face) => withParameter(current, definition, face, name, value),
        document,
      ),
    );
  }

  beginParameter(definition: EditDefinition, name: string): void {
    this.editor.begin(stepLabel({ edit: definition.id, parameter: name }));
  }

  choosePreset(definition: EditDefinition, index: number): void {
    const preset = definition.presets[index];
    if (!preset) return;
    this.editor.update(stepLabel({ edit: definition.id, preset: index }), (document) =>
      this.#targets.reduce(
        (current, face) => withPreset(current, definition, face, preset.params),
        document,
      ),
    );
  }

  setEnabled(definition: EditDefinition, enabled: boolean): void {
    const label = stepLabel({ edit: definition.id, action: enabled ? 'on' : 'off' });
    this.editor.update(label, (document) =>
      this.#targets.reduce(
        (current, face) => withEnabled(current, definition, face, enabled),
        document,
      ),
    );
  }

  resetEdit(definition: EditDefinition): void {
    this.editor.update(stepLabel({ edit: definition.id, action: 'reset' }), (document) =>
      this.#targets.reduce((current, face) => withReset(current, definition, face), document),
    );
  }

  /** Whether some edit of the photo shows. */
  readonly edited: boolean = $derived.by(
    () =>
      this.editor.document.transplants.some(({ enabled }) => enabled) ||
      this.session.faces.some(({ index }) =>
        edits.some((definition) => isActive(this.editor.document, definition, index)),
      ),
  );

  /** The face at or nearest to a point of the window, if that lies on the photo's stage. */
  faceUnder(point: Point): number | undefined {
    const stage = document.elementFromPoint(point.x, point.y)?.closest('[data-stage]');
    if (!stage) return undefined;
    const { left, top } = stage.getBoundingClientRect();
    return nearestFace(
      this.session.faces,
      this.viewport.toPhoto({ x: point.x - left, y: point.y - top }),
    );
  }

  /** Tries again what could not be shown. */
  redraw(): void {
    this.notices.clear();
    this.#draw(this.editor.document);
    this.transplants.reports = {};
    const controller = new AbortController();
    this.send(this.transplants.measure(controller.signal));
  }

  get #targets(): readonly number[] {
    return this.selection.targetsOf(this.session.faces);
  }

  #draw(document: Document): void {
    const start = performance.now();
    this.send(
      this.links.studio.setDocument({ document, moving: this.editor.moving }).then(() => {
        performance.measure(editToPixelsMeasure, { start });
        const measures = performance.getEntriesByName(editToPixelsMeasure);
        if (measures.length > mostMeasures) performance.clearMeasures(editToPixelsMeasure);
      }),
    );
  }

  async #loadSamples(): Promise<void> {
    const samples = await this.links.app.samples();
    this.samples = samples.map(({ id, name, thumbnail }) => ({
      ticket: { id, name },
      thumbnailUrl: URL.createObjectURL(new Blob([new Uint8Array(thumbnail)])),
    }));
  }

  #onAppEvent(event: AppEvent): void {
    switch (event.event) {
      case 'open':
        this.exportation.close();
        void this.open(event.file);
        return;
      case 'save-and-close':
        void this.#saveAndClose();
        return;
      case 'engine-exited':
        this.#engineExited(new AppError(event.code, event.detail));
        return;
      case 'menu':
        this.run(event.command);
    }
  }

  async #save(saveAs: boolean): Promise<void> {
    if (await this.project.save(saveAs)) this.send(this.opening.note());
  }

  async #saveAndClose(): Promise<void> {
    if (await this.project.save()) this.send(this.links.app.closeWindow());
  }

  /** `engine-restarted`: a new one runs already. Anything else: it stays down until it is asked for. */
  #engineExited(error: AppError): void {
    this.send(this.links.studio.loseEngine());
    const revive = (): void => {
      this.links.app
        .connectEngine()
        .catch((refusal: unknown) => this.session.giveUp(AppError.from(refusal), revive));
      void this.session.recover();
    };
    if (error.code === 'engine-restarted') revive();
    else this.session.giveUp(error, revive);
  }

  run(command: Command): void {
    if (this.modal) return;
    switch (command) {
      case 'open':
        return void this.openDialog();
      case 'save':
      case 'save-as':
        return void this.#save(command === 'save-as');
      case 'export':
        return this.showExport();
      case 'undo':
        return this.editor.undo();
      case 'redo':
        return this.editor.redo();
      case 'fit':
        return this.viewport.fit();
      case 'actual-size':
        return this.viewport.actualSize();
      case 'compare':
        return this.comparison.toggleSplit();
      case 'language':
        return this.settings.toggleLocale();
      case 'zoom-in':
        return this.viewport.step(1);
      case 'zoom-out':
        return this.viewport.step(-1);
      case 'shortcuts':
        this.shortcutsShown = true;
    }
  }

  /** Starts work that only tells when it failed. */
  send(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.notices.fail(AppError.from(error)));
  }
}

const contextKey = Symbol('workspace');

export function provideWorkspace(workspace: Workspace): void {
  setContext(contextKey, workspace);
}

export function useWorkspace(): Workspace {
  return getContext<Workspace>(contextKey);
}
