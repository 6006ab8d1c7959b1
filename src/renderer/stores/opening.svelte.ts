import type {
  appContract,
  OpenedProject,
  Openable,
  RecentFileTicket,
  RecoveryTicket,
} from '@shared/contract/contract';
import type { Client } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { Notices } from './notices.svelte';
import type { Project } from './project.svelte';
import type { Session } from './session.svelte';

/** What a person can ask to see: a photo, a project, or what an earlier run could not save. */
export type OpenWish = Openable | (RecoveryTicket & { readonly kind: 'recovery' });

/** Ids of photos by their key in the project; `null` goes on without one. */
type Located = Readonly<Record<string, string | null>>;
type LostPhoto = Extract<OpenedProject, { state: 'missing' }>['photos'][number];

export interface RecentEntry extends Omit<RecentFileTicket, 'thumbnail'> {
  readonly thumbnail: Blob | undefined;
}

interface Surroundings {
  readonly app: Client<typeof appContract>;
  readonly session: Session;
  readonly notices: Notices;
  readonly project: Project;
}

/** The way from a file to an open document, with the questions on it. */
export class Opening {
  /** Waits for the person's word, because opening it would lose changes. */
  waiting = $state.raw<OpenWish>();
  /** A project that does not find a photo. */
  lost = $state.raw<{ wish: OpenWish; photo: LostPhoto; located: Located }>();
  recent = $state.raw<readonly RecentEntry[]>([]);

  constructor(private readonly around: Surroundings) {}

  /** Opens a file, at once or after asking. */
  async open(wish: OpenWish): Promise<void> {
    if (this.around.project.modified) this.waiting = wish;
    else await this.#open(wish);
  }

  /** Lets the changes go. */
  async openWaiting(): Promise<void> {
    const wish = this.waiting;
    this.waiting = undefined;
    if (wish) await this.#open(wish);
  }

  /** Stays where it is when nothing was saved. */
  async saveFirst(): Promise<void> {
    const wish = this.waiting;
    this.waiting = undefined;
    if (wish && (await this.around.project.save())) await this.#open(wish);
  }

  async locate(): Promise<void> {
    const { lost } = this;
    if (!lost) return;
    const { app } = this.around;
    await this.#try(lost.wish, async () => {
      const found = await app.locatePhoto({ name: lost.photo.name });
      if (!found) return;
      this.lost = undefined;
      await this.#openProject(lost.wish, { ...lost.located, [lost.photo.key]: found.id });
    });
  }

  async openWithout(): Promise<void> {
    const { lost } = this;
    this.lost = undefined;
    if (lost) await this.#openProject(lost.wish, { ...lost.located, [lost.photo.key]: null });
  }

  offer(recoveries: readonly RecoveryTicket[]): void {
    for (const recovery of recoveries) this.around.notices.add({ kind: 'recovery', recovery });
  }

  discard(recovery: RecoveryTicket): void {
    const { app, notices } = this.around;
    app
      .discardRecovery({ recovery: recovery.id })
      .catch((error: unknown) => notices.fail(AppError.from(error)));
  }

  async loadRecent(): Promise<void> {
    const files = await this.around.app.recentFiles();
    this.recent = files.map(({ thumbnail, ...file }) => ({
      ...file,
      thumbnail: thumbnail ? new Blob([new Uint8Array(thumbnail)]) : undefined,
    }));
  }

  async clearRecent(): Promise<void> {
    await this.around.app.clearRecentFiles();
    await this.loadRecent();
  }

  /** Puts what is open among the recent files, with its largest face. */
  async note(): Promise<void> {
    const { app, session, project } = this.around;
    const { file } = project;
    if (file === undefined) return;
    const picture = session.faces[0]?.thumbnail;
    const thumbnail = picture ? new Uint8Array(await picture.arrayBuffer()) : null;
    await app.noteRecentFile({ file, thumbnail });
  }

  async #open(wish: OpenWish): Promise<void> {
    if (wish.kind === 'photo') await this.around.session.open(wish);
    else await this.#openProject(wish, {});
  }

  async #openProject(wish: OpenWish, located: Located): Promise<void> {
    const { app, session, notices, project } = this.around;
    await this.#try(wish, async () => {
      const answer = await app.openProject({ project: wish.id, located });
      const [lost] = answer.state === 'missing' ? answer.photos : [];
      if (lost) this.lost = { wish, photo: lost, located };
      if (answer.state === 'missing') return;
      const [photo] = answer.photos;
      if (!photo) throw new AppError('invalid-project');
      await session.open({ id: photo.id, name: photo.name }, answer);
      const opened = session.photo?.ticket.id === photo.id;
      if (!opened || wish.kind !== 'recovery') return;
      notices.settleRecovery(wish.id);
      // Until this run keeps it, the earlier one does.
      await project.keep();
      await app.discardRecovery({ recovery: wish.id });
    });
  }

  async #try(wish: OpenWish, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const retry = (): void => void this.open(wish);
      this.around.notices.fail(AppError.from(error), { subject: wish.name, retry });
    }
  }
}
