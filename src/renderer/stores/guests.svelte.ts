import type { appContract, Progress, RecentPhoto, Ticket } from '@shared/contract/contract';
import type { Bridge } from '@shared/contract/bridge';
import type { Client } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { GuestOverview, studioContract } from '../studio/contract';
import type { Notices } from './notices.svelte';
import type { Task } from './session.svelte';

/** A photo beside the open one, from which something is taken: a feature, a look. */
export interface Guest {
  readonly ticket: Ticket;
  readonly overview: GuestOverview;
}

interface Surroundings {
  readonly app: Client<typeof appContract>;
  readonly studio: Client<typeof studioContract>;
  readonly bridge: Pick<Bridge, 'ticketForFile'>;
  readonly notices: Notices;
}

/** Photos beside the open one. They stay until they are closed, whatever photo is opened meanwhile. */
export class GuestPhotos {
  open = $state.raw<readonly Guest[]>([]);
  /** The one that is being read; another one takes its place. */
  loading = $state.raw<Task & { readonly ticket: Ticket }>();
  recent = $state.raw<readonly RecentPhoto[]>([]);
  /** Offered to whoever has opened nothing before. */
  samples = $state.raw<readonly RecentPhoto[]>([]);
  #controller: AbortController | undefined;

  constructor(private readonly around: Surroundings) {}

  find(photo: string): Guest | undefined {
    return this.open.find(({ ticket }) => ticket.id === photo);
  }

  /** Asks main anew: photos come and go. */
  async loadRecent(): Promise<void> {
    const { app } = this.around;
    this.recent = await app.recentPhotos();
    if (this.recent.length === 0) this.samples = await app.samples();
  }

  /** Answers with nothing when no photo was chosen, or when it could not be read and the person was told. */
  chooseFile(): Promise<Guest | undefined> {
    return this.#try(async () => {
      const ticket = await this.around.app.openPhotoDialog();
      return ticket ? this.openPhoto(ticket) : undefined;
    });
  }

  openFile(file: File): Promise<Guest | undefined> {
    return this.#try(async () => {
      const ticket = await this.around.bridge.ticketForFile(file);
      if (!ticket) throw new AppError('file-not-found');
      if (ticket.kind !== 'photo') throw new AppError('unsupported-format');
      return this.openPhoto(ticket);
    }, file.name);
  }

  async openPhoto(ticket: Ticket): Promise<Guest | undefined> {
    const present = this.find(ticket.id);
    if (present) return present;
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const cancel = (): void => controller.abort();
    const onProgress = (progress: Progress | undefined): void => {
      if (!controller.signal.aborted) this.loading = { ticket, progress, cancel };
    };
    onProgress(undefined);
    try {
      return await this.#try(async () => {
        const { signal } = controller;
        const overview = await this.around.studio.openGuest(
          { photo: ticket.id },
          { signal, onProgress },
        );
        signal.throwIfAborted();
        const guest: Guest = { ticket, overview };
        this.open = [...this.open.filter(({ ticket: { id } }) => id !== ticket.id), guest];
        await this.#remember(guest);
        return guest;
      }, ticket.name);
    } finally {
      if (this.#controller === controller) this.loading = undefined;
    }
  }

  close({ ticket }: Guest): void {
    this.open = this.open.filter((guest) => guest.ticket.id !== ticket.id);
    this.around.studio.closeGuest({ photo: ticket.id }).catch(() => undefined);
  }

  async #remember({ ticket, overview }: Guest): Promise<void> {
    const thumbnail = new Uint8Array(await overview.thumbnail.arrayBuffer());
    await this.around.app.noteRecentFile({ file: ticket.id, thumbnail });
  }

  async #try<Result>(
    work: () => Promise<Result | undefined>,
    subject?: string,
  ): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      this.around.notices.fail(AppError.from(error), { subject });
      return undefined;
    }
  }
}
