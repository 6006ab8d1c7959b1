import type {
  appContract,
  ExportFormat,
  ExportOptions,
  ExportResult,
  Progress,
  Ticket,
} from '@shared/contract/contract';
import type { Client } from '@shared/contract/rpc';
import type { Document } from '@shared/document/document';
import { AppError, type SerializedError } from '@shared/errors';
import type { studioContract } from '../studio/contract';
import type { Task } from './session.svelte';

export type ExportState =
  | { readonly step: 'choose' }
  | { readonly step: 'working'; readonly target: Ticket; readonly task: Task }
  | { readonly step: 'done'; readonly target: Ticket; readonly result: ExportResult }
  | { readonly step: 'failed'; readonly error: SerializedError };

/** PNG is lossless, and TIFF is written so: for them a quality would say nothing. */
export function hasQuality(format: ExportFormat): boolean {
  return format !== 'png' && format !== 'tiff';
}

/** The export dialog: what was chosen last stays chosen. */
export class Exportation {
  open = $state(false);
  format = $state<ExportFormat>('jpeg');
  quality = $state(92);
  longestSidePixels = $state<number | null>(null);
  keepMetadata = $state(true);
  state = $state.raw<ExportState>({ step: 'choose' });
  #preparing: AbortController | undefined;

  constructor(
    private readonly app: Client<typeof appContract>,
    private readonly studio: Client<typeof studioContract>,
  ) {}

  /** The picture is rendered while the person chooses, and kept as long as the dialog is open. */
  show(document: Document): void {
    this.state = { step: 'choose' };
    this.open = true;
    this.#prepare(document);
  }

  /** Metadata comes with the photo's own colours: without them it is another picture. */
  chooseMetadata(keep: boolean, document: Document): void {
    this.keepMetadata = keep;
    this.#prepare(document);
  }

  #prepare(document: Document): void {
    this.#preparing?.abort();
    const { signal } = (this.#preparing = new AbortController());
    const wanted = { document, keepMetadata: this.keepMetadata };
    // It ends by being cancelled; what else there may be the export itself tells.
    this.studio.prepareExport(wanted, { signal }).catch(() => undefined);
  }

  close(): void {
    if (this.state.step === 'working') this.state.task.cancel();
    this.#preparing?.abort();
    this.open = false;
  }

  async run(document: Document): Promise<void> {
    try {
      const target = await this.app.chooseExportFile({
        photo: document.photo,
        format: this.format,
      });
      if (target) await this.#write(document, target);
    } catch (error) {
      const { code, detail } = AppError.from(error);
      this.state =
        code === 'cancelled' ? { step: 'choose' } : { step: 'failed', error: { code, detail } };
    }
  }

  async #write(document: Document, target: Ticket): Promise<void> {
    const controller = new AbortController();
    const cancel = (): void => controller.abort();
    const onProgress = (progress: Progress | undefined): void => {
      this.state = { step: 'working', target, task: { progress, cancel } };
    };
    onProgress(undefined);
    const result = await this.studio.export(
      { document, target: target.id, options: this.#options() },
      { signal: controller.signal, onProgress },
    );
    this.state = { step: 'done', target, result };
  }

  reveal(target: Ticket): void {
    void this.app.revealExported({ target: target.id });
  }

  #options(): ExportOptions {
    const { format, quality, longestSidePixels, keepMetadata } = this;
    return { format, quality, longestSidePixels, keepMetadata };
  }
}
