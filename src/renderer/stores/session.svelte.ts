import type { PhotoInformation, Progress, Ticket } from '@shared/contract/contract';
import type { Client } from '@shared/contract/rpc';
import type { FacePlace } from '@shared/document/project-faces';
import { AppError } from '@shared/errors';
import type { AnalysisOverview, FaceOverview, studioContract } from '../studio/contract';
import type { Circumstances, Notices } from './notices.svelte';
import type { ReadProject } from './project.svelte';

export interface OpenPhoto {
  readonly ticket: Ticket;
  readonly information: PhotoInformation;
}

/** Long work that is under way: shown with its stage, and stoppable. */
export interface Task {
  readonly progress: Progress | undefined;
  readonly cancel: () => void;
}

interface LoadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Whoever has to know what the session has come to. */
export interface SessionFollower {
  /** Another photo is open, by itself or as a project's. */
  opened(photo: OpenPhoto, project: ReadProject | undefined): void;
  /** Where the faces are; they are shown when this is done. */
  analysed(places: readonly FacePlace[], signal: AbortSignal): Promise<void>;
  /** The faces of a photo are shown for the first time. */
  ready(): void;
}

/** The photo that is open and what is known of it. Opening another one gives up on whatever is still loading. */
export class Session {
  photo = $state.raw<OpenPhoto>();
  analysis = $state.raw<AnalysisOverview>();
  loading = $state.raw<Task>();
  #controller: AbortController | undefined;
  #recovery: object | undefined;

  constructor(
    private readonly studio: Client<typeof studioContract>,
    private readonly notices: Notices,
    private readonly follower: SessionFollower,
  ) {}

  readonly faces: readonly FaceOverview[] = $derived(this.analysis?.faces ?? []);

  async open(ticket: Ticket, project?: ReadProject): Promise<void> {
    await this.#load(
      async (options) => {
        const { information } = await this.studio.open({ photo: ticket.id }, options);
        this.notices.clear();
        this.analysis = undefined;
        this.photo = { ticket, information };
        this.follower.opened(this.photo, project);
        await this.#analyse(options);
        this.follower.ready();
      },
      { subject: ticket.name, retry: () => void this.open(ticket, project) },
    );
  }

  /** Looks for faces again, after that was cancelled or failed. */
  async analyse(): Promise<void> {
    await this.#load(
      async (options) => {
        await this.#analyse(options);
        this.follower.ready();
      },
      { retry: () => void this.analyse() },
    );
  }

  /** A new engine knows no photo: gives it the open one again. The document never left this side. */
  async recover(): Promise<void> {
    const { photo } = this;
    if (!photo) return;
    if (this.#recovery) {
      // It died of this very photo: another try needs the person's word.
      this.giveUp(new AppError('engine-restarted'), () => void this.recover());
      return;
    }
    const recovery = {};
    this.#recovery = recovery;
    this.notices.add({ kind: 'engine-restarted' });
    await this.#load(
      async (options) => {
        await this.studio.open({ photo: photo.ticket.id }, options);
        await this.#analyse(options);
      },
      { retry: () => void this.recover() },
    );
    if (this.#recovery === recovery) this.#recovery = undefined;
  }

  /** Ends what is under way; whether it is tried again is up to the person. */
  giveUp(error: AppError, retry: () => void): void {
    this.#recovery = undefined;
    this.#controller?.abort();
    // One way out, not one for each time that it went wrong.
    this.notices.clear();
    this.notices.fail(error, { retry });
  }

  async #analyse(options: LoadOptions): Promise<void> {
    const analysis = await this.studio.analyse(undefined, options);
    options.signal.throwIfAborted();
    const places = analysis.faces.map(({ place }) => place);
    await this.follower.analysed(places, options.signal);
    this.analysis = analysis;
    if (analysis.faces.length === 0) this.notices.add({ kind: 'no-faces' });
  }

  async #load(
    work: (options: LoadOptions) => Promise<void>,
    circumstances: Circumstances,
  ): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    const cancel = (): void => {
      controller.abort();
      // At once, however long the engine takes to notice.
      if (this.#controller === controller) this.loading = undefined;
    };
    this.loading = { progress: undefined, cancel };
    const onProgress = (progress: Progress): void => {
      if (!signal.aborted) this.loading = { progress, cancel };
    };
    try {
      await work({ signal, onProgress });
    } catch (error) {
      if (!signal.aborted) this.notices.fail(AppError.from(error), circumstances);
    } finally {
      if (this.#controller === controller) this.loading = undefined;
    }
  }
}
