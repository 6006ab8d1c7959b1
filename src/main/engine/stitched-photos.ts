import type { Analysis } from '@shared/analysis/face';
import type { Patch, Progress } from '@shared/contract/contract';
import { createDocument, withTransplant, type Document } from '@shared/document/document';
import { wholeFeatures, type StitchFeature } from '@shared/stitching/features';
import { transplantsKey } from '@shared/transplants/active';
import { Shared } from './cancellation';
import type { EngineCall } from './core';
import type { Photo } from './photo';
import type { StitchCrew } from './stitch-crew';
import { Stitcher, underOldNumbers, type Analysed, type Stitched } from './stitched';

export type OpenDonor = (photo: string, call: EngineCall) => Promise<Photo>;

interface Tools {
  readonly analyse: (photo: Photo, call: EngineCall) => Promise<Analysis>;
  /** Finds the faces of a photo anew. */
  readonly lookAt: (photo: Photo, call: EngineCall) => Promise<Analysis>;
  /** From now on this is the analysis of a photo. */
  readonly adopt: (photo: Photo, analysis: Shared<Analysis, Progress>) => void;
}

interface Kept {
  readonly key: string;
  readonly work: Shared<Stitched, Progress>;
}

/** Photos with the transplants of documents; of each photo the latest is kept. */
export class StitchedPhotos {
  readonly #stitcher: Stitcher;
  readonly #kept = new WeakMap<Photo, Kept>();
  #rehearsal: AbortController | undefined;

  constructor(
    private readonly tools: Tools,
    crew: StitchCrew,
  ) {
    this.#stitcher = new Stitcher(crew);
  }

  async get(
    photo: Photo,
    document: Document,
    openDonor: OpenDonor,
    { signal }: EngineCall,
  ): Promise<Stitched> {
    const key = transplantsKey(document);
    if (key === '') return { photo, reports: [], patches: [] };
    this.#rehearsal?.abort();
    const kept = this.#kept.get(photo);
    const work = kept?.key === key ? kept.work : this.#start(photo, document, openDonor);
    this.#kept.set(photo, { key, work });
    const stitched = await work.get(signal);
    // Another try may find a donor that was not there.
    const whole = stitched.reports.every(({ unavailable }) => unavailable === null);
    if (!whole && this.#kept.get(photo)?.work === work) this.#kept.delete(photo);
    return stitched;
  }

  async draft(
    photo: Photo,
    document: Document,
    openDonor: OpenDonor,
    call: EngineCall,
  ): Promise<readonly Patch[]> {
    if (transplantsKey(document) === '') return [];
    this.#rehearsal?.abort();
    const target = await this.#analysed(photo, call);
    return this.#stitcher.draft(target, document, this.#finderOf(openDonor), call);
  }

  /**
   * Before anybody asks for it, once: a draft of everything, which is thrown away. Code is compiled while it runs for the
   * first times, and what is known of two faces is kept. A real wish ends it.
   */
  async rehearse(photo: Photo, donor: Photo): Promise<void> {
    if (this.#rehearsal) return;
    this.#rehearsal = new AbortController();
    // What goes wrong, a real wish tells.
    await this.#draftAll(photo, donor, this.#rehearsal.signal).catch(() => undefined);
  }

  async #draftAll(photo: Photo, donor: Photo, signal: AbortSignal): Promise<void> {
    const target = await this.#analysed(photo, { signal });
    const found = await this.#analysed(donor, { signal });
    if (target.faces.length === 0 || found.faces.length === 0) return;
    const everything = wholeFeatures.reduce(withRehearsed, createDocument('photo'));
    await this.#stitcher.draft(target, everything, () => Promise.resolve(found), { signal });
  }

  #start(photo: Photo, document: Document, openDonor: OpenDonor): Shared<Stitched, Progress> {
    return new Shared<Stitched, Progress>(async (signal) => {
      const target = await this.#analysed(photo, { signal });
      const findDonor = this.#finderOf(openDonor);
      const stitched = await this.#stitcher.stitch(target, document, findDonor, { signal });
      this.tools.adopt(stitched.photo, this.#lookAgain(photo, stitched.photo));
      return stitched;
    });
  }

  /** Masks and colours of a stitched photo are its own, under the numbers that its faces had. */
  #lookAgain(before: Photo, after: Photo): Shared<Analysis, Progress> {
    return new Shared<Analysis, Progress>(async (signal, onProgress) => {
      const found = await this.tools.lookAt(after, { signal, onProgress });
      return underOldNumbers(await this.tools.analyse(before, { signal }), found);
    });
  }

  #finderOf(openDonor: OpenDonor) {
    return async (photo: string, call: EngineCall): Promise<Analysed> =>
      this.#analysed(await openDonor(photo, call), call);
  }

  async #analysed(photo: Photo, call: EngineCall): Promise<Analysed> {
    return { photo, faces: (await this.tools.analyse(photo, call)).faces };
  }
}

function withRehearsed(document: Document, feature: StitchFeature): Document {
  const donor = { photo: 'donor', face: 0 };
  return withTransplant(document, { face: 0, donor, feature, enabled: true, params: {} });
}
