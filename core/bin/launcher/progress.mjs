/** How often a waiting line is renewed, in milliseconds: a terminal sees a clock, a log file a sign of life. */
const TERMINAL_INTERVAL = 1_000;
const LOG_INTERVAL = 10_000;

/**
 * One line on standard error that says what is being done and for how many seconds.
 * On a terminal it is rewritten in place, in a log it is repeated now and then.
 */
export class Progress {
  #what;
  #started = performance.now();
  #stream;
  #timer;

  constructor(what, stream = process.stderr) {
    this.#what = what;
    this.#stream = stream;
    this.#write();
    this.#timer = setInterval(() => this.#write(), stream.isTTY ? TERMINAL_INTERVAL : LOG_INTERVAL);
    this.#timer.unref();
  }

  /** Seconds since the line first appeared. */
  get seconds() {
    return Math.round((performance.now() - this.#started) / 1000);
  }

  say(what) {
    if (what === this.#what) return;
    this.#what = what;
    this.#write();
  }

  end(what) {
    clearInterval(this.#timer);
    const line = `datawave: ${what} (${this.seconds} s)`;
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[2K${line}\n` : `${line}\n`);
  }

  #write() {
    const line = `datawave: ${this.#what} … ${this.seconds} s`;
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
  }
}
