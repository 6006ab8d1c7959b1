import {
  changeTransplant,
  findTransplant,
  withoutTransplant,
  withTransplant,
  type Document,
  type Transplant,
} from '@shared/document/document';
import { AppError } from '@shared/errors';
import type { Client } from '@shared/contract/rpc';
import type { StitchFeature } from '@shared/stitching/features';
import { activeTransplants } from '@shared/transplants/active';
import {
  defaultTransplantValues,
  type TransplantParameterName,
} from '@shared/transplants/parameters';
import type { TransplantReport } from '@shared/transplants/report';
import type { studioContract } from '../studio/contract';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';
import type { Session } from './session.svelte';
import { stepLabel } from './step-label';

interface Surroundings {
  readonly studio: Client<typeof studioContract>;
  readonly editor: Editor;
  readonly selection: Selection;
  readonly session: Session;
  readonly notices: Notices;
}

type Reports = Readonly<Record<string, TransplantReport | undefined>>;

/** What faces have of others. */
export class Transplants {
  /** By key, of the document as it was measured last. */
  reports = $state.raw<Reports>({});
  /** Whose controls are on show: one at a time. */
  opened = $state<StitchFeature>();

  constructor(private readonly around: Surroundings) {}

  /** Of the selected face. */
  get present(): readonly Transplant[] {
    const { editor, selection } = this.around;
    return editor.document.transplants.filter(({ face }) => face === selection.face);
  }

  find(feature: StitchFeature): Transplant | undefined {
    const { editor, selection } = this.around;
    return findTransplant(editor.document, selection.face, feature);
  }

  /** Puts a feature of a donor's face into a face: the given one, or those that changes go to. */
  take(feature: StitchFeature, donor: Transplant['donor'], face?: number): void {
    this.opened = feature;
    const { selection } = this.around;
    if (face !== undefined && !selection.allFaces) selection.selectFace(face);
    const params = { ...defaultTransplantValues(feature) };
    this.#change(stepLabel({ transplant: feature, action: 'take' }), (document, target) => {
      const present = findTransplant(document, target, feature);
      const same =
        present?.donor.photo === donor.photo &&
        present.donor.face === donor.face &&
        present.enabled;
      if (same) return document;
      return withTransplant(document, { face: target, donor, feature, enabled: true, params });
    });
  }

  setParameter(
    feature: StitchFeature,
    name: TransplantParameterName,
    value: string | number,
  ): void {
    this.#changePresent(feature, stepLabel({ transplant: feature, parameter: name }), (present) =>
      present.params[name] === value
        ? present
        : { ...present, params: { ...present.params, [name]: value } },
    );
  }

  beginParameter(feature: StitchFeature, name: TransplantParameterName): void {
    this.around.editor.begin(stepLabel({ transplant: feature, parameter: name }));
  }

  setEnabled(feature: StitchFeature, enabled: boolean): void {
    const label = stepLabel({ transplant: feature, action: enabled ? 'on' : 'off' });
    this.#changePresent(feature, label, (present) =>
      present.enabled === enabled ? present : { ...present, enabled },
    );
  }

  /** Position, size and matching as they were when it was taken over. */
  reset(feature: StitchFeature): void {
    const params = { ...defaultTransplantValues(feature) };
    this.#changePresent(
      feature,
      stepLabel({ transplant: feature, action: 'reset' }),
      (present) => ({ ...present, params }),
    );
  }

  remove(feature: StitchFeature): void {
    this.#change(stepLabel({ transplant: feature, action: 'remove' }), (document, face) =>
      withoutTransplant(document, { face, feature }),
    );
  }

  /** Measures anew what became of the document's transplants; those of before stay until then. */
  async measure(signal: AbortSignal): Promise<void> {
    const { studio, editor, notices } = this.around;
    const { document } = editor;
    if (activeTransplants(document).length === 0) return;
    try {
      const reports = await studio.stitchReports({ document }, { signal });
      if (signal.aborted) return;
      this.reports = Object.fromEntries(reports.map((report) => [report.key, report]));
      const lost = reports.find(({ unavailable }) => unavailable !== null);
      if (lost) notices.fail(new AppError('donor-unavailable', lost.unavailable ?? ''));
    } catch (error) {
      const { code } = AppError.from(error);
      // The next document is measured again, and so is this one once a new engine is there.
      if (!signal.aborted && code !== 'cancelled' && code !== 'engine-restarted') throw error;
    }
  }

  #changePresent(
    feature: StitchFeature,
    label: string,
    change: (transplant: Transplant) => Transplant,
  ): void {
    this.#change(label, (document, face) => changeTransplant(document, { face, feature }, change));
  }

  #change(label: string, change: (document: Document, face: number) => Document): void {
    const { editor, selection, session } = this.around;
    const faces = selection.targetsOf(session.faces);
    editor.update(label, (document) => faces.reduce(change, document));
  }
}
