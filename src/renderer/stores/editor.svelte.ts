import { createDocument, type Document } from '@shared/document/document';
import {
  begin,
  cancel,
  commit,
  createHistory,
  redo,
  undo,
  update,
  type History,
} from '@shared/document/history';

/**
 * The document and how it came to be. Tells `onChange` about every new state, so that it gets drawn, and `onStep` of
 * those that no gesture is still changing.
 */
export class Editor {
  #history = $state.raw<History<Document>>(createHistory(createDocument('')));
  #settled = this.#history.present;

  constructor(
    private readonly onChange: (document: Document, before: Document) => void,
    /** A control that was moved lies still: what was shown meanwhile may be made exact. */
    private readonly onRest: (document: Document) => void = () => undefined,
    /** There is another state that no gesture is still changing: it may be kept. */
    private readonly onStep: () => void = () => undefined,
  ) {}

  get document(): Document {
    return this.#history.present;
  }

  /** The label of the step that undo would take back. */
  get undoLabel(): string | undefined {
    const { gesture, past } = this.#history;
    return gesture?.label ?? past.at(-1)?.label;
  }

  get redoLabel(): string | undefined {
    return this.#history.future[0]?.label;
  }

  /** Number of steps behind; tells a test and the title bar whether anything was changed. */
  get steps(): number {
    return this.#history.past.length;
  }

  /** A control is being moved. */
  get moving(): boolean {
    return this.#history.gesture !== undefined;
  }

  /** Begins anew, with nothing to undo: no step, whoever starts it knows where it comes from. */
  start(document: Document): void {
    this.#settled = document;
    this.#set(createHistory(document));
  }

  begin(label: string): void {
    this.#set(begin(this.#history, label));
  }

  update(label: string, change: (document: Document) => Document): void {
    this.#set(update(this.#history, label, change));
  }

  commit(): void {
    this.#set(commit(this.#history));
  }

  cancel(): void {
    this.#set(cancel(this.#history));
  }

  undo(): void {
    this.#set(undo(this.#history));
  }

  redo(): void {
    this.#set(redo(this.#history));
  }

  #set(history: History<Document>): void {
    const { present: before, gesture } = this.#history;
    this.#history = history;
    if (history.present !== before) this.onChange(history.present, before);
    else if (gesture && !history.gesture) this.onRest(history.present);
    if (history.gesture || history.present === this.#settled) return;
    this.#settled = history.present;
    this.onStep();
  }
}
