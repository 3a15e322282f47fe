import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { codeTheme } from './code-theme.ts';
import { type CodeMatch, matchMarks, showMatches } from './match-marks.ts';
import { writeOver } from './setup.ts';

/** Finds a pattern in a text. A message that it throws or rejects with is shown to whoever writes the pattern. @public */
export type FindMatches = (
  pattern: string,
  text: string,
) => readonly CodeMatch[] | Promise<readonly CodeMatch[]>;

/** How a search went. */
export interface SampleOutcome {
  readonly count: number | null;
  readonly fault: string | null;
}

/** A text on which a pattern is tried while it is written. */
export class SamplePane {
  readonly #view: EditorView;
  readonly #told: (outcome: SampleOutcome) => void;
  #turn = 0;

  constructor(
    parent: HTMLElement,
    root: ShadowRoot,
    text: string,
    ports: {
      readonly label: string;
      readonly changed: (text: string) => void;
      readonly told: (outcome: SampleOutcome) => void;
    },
  ) {
    this.#told = ports.told;
    this.#view = new EditorView({
      parent,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          codeTheme,
          matchMarks,
          history(),
          writeOver,
          keymap.of([...historyKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': ports.label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) ports.changed(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  set text(text: string) {
    if (text !== this.text)
      this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** Marks what the pattern finds; an answer that a newer search has overtaken is dropped. */
  async try(find: FindMatches, pattern: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { text } = this;
    try {
      const matches = pattern === '' ? [] : await find(pattern, text);
      if (turn !== this.#turn) return;
      this.#view.dispatch({ effects: showMatches.of(matches) });
      this.#told({ count: pattern === '' ? null : matches.length, fault: null });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#view.dispatch({ effects: showMatches.of([]) });
      this.#told({ count: null, fault: error instanceof Error ? error.message : String(error) });
    }
  }

  destroy(): void {
    this.#turn += 1;
    this.#view.destroy();
  }
}
