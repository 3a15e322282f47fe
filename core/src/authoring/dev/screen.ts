import { styleText } from 'node:util';

type Colour = 'red' | 'green' | 'yellow' | 'gray' | 'bold';

/** What is wrong at the moment, by what found it. */
export interface Fault {
  readonly title: string;
  readonly detail: string;
}

/**
 * A terminal in which things happen one after the other above, and what is wrong stays below until it is mended. Where the output is no
 * terminal, faults are written when they come and when they go.
 */
export class Screen {
  readonly #out: NodeJS.WritableStream;
  readonly #isTerminal: boolean;
  readonly #columns: () => number;
  readonly #faults = new Map<string, Fault>();
  /** Lines of the lower part that stand on the terminal. */
  #shown = 0;

  constructor(out: NodeJS.WritableStream, isColoured = true) {
    this.#out = out;
    this.#isTerminal = isColoured && 'isTTY' in out && out.isTTY === true;
    this.#columns = () => ('columns' in out && typeof out.columns === 'number' ? out.columns : 100);
  }

  paint(colour: Colour, text: string): string {
    return this.#isTerminal ? styleText(colour, text, { validateStream: false }) : text;
  }

  /** Something that happened, with the time before it. */
  say(text: string): void {
    const time = this.paint('gray', new Date().toTimeString().slice(0, 8));
    this.write(`${time} ${text}\n`);
  }

  /** As a stream: what is written stands above what is wrong. */
  write(text: string): void {
    this.#erase();
    this.#out.write(text.endsWith('\n') ? text : `${text}\n`);
    this.#draw();
  }

  /** Says that something is wrong, or with null that it no longer is. */
  fault(source: string, fault: Fault | null): void {
    const before = this.#faults.get(source);
    if (fault === null && before === undefined) return;
    this.#erase();
    if (fault === null) this.#faults.delete(source);
    else this.#faults.set(source, fault);
    if (!this.#isTerminal) {
      if (fault === null) this.#out.write(`mended: ${before?.title ?? source}\n`);
      else if (before?.detail !== fault.detail) this.#out.write(`${describe(fault).join('\n')}\n`);
    }
    this.#draw();
  }

  /** Whether something is wrong by that source. */
  isFaulty(source: string): boolean {
    return this.#faults.has(source);
  }

  #erase(): void {
    if (this.#shown > 0) this.#out.write(`\u001b[${this.#shown}A\u001b[J`);
    this.#shown = 0;
  }

  #draw(): void {
    if (!this.#isTerminal || this.#faults.size === 0) return;
    const width = Math.max(20, this.#columns() - 1);
    // A line that the terminal breaks would be two to erase.
    const lines = [...this.#faults.values()].flatMap((fault) =>
      describe(fault).map((line, at) =>
        this.paint(at === 0 ? 'red' : 'gray', printable(line).slice(0, width)),
      ),
    );
    this.#out.write(`${lines.join('\n')}\n`);
    this.#shown = lines.length;
  }
}

const describe = ({ title, detail }: Fault): readonly string[] => [
  `✗ ${title}`,
  ...detail.split('\n').map((line) => `  ${line}`),
];

/** Without what moves the cursor. */
const printable = (line: string): string => line.replace(/\t/g, '  ').replace(/\p{Cc}/gu, '');
