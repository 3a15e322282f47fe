import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A holder on another machine cannot be asked whether it lives, so its heartbeat speaks for it (milliseconds). */
const HEARTBEAT = 5_000;
const HEARTBEAT_LOST = 30_000;
/** The time between the making of a generation's folder and the name of its owner in it (milliseconds). */
const NAMELESS = 5_000;
const POLL = 200;

/**
 * A mutex between processes, made of folders because `mkdir` either makes one or fails.
 *
 * The folder holds numbered generations; the highest one whose owner lives holds the mutex. A dead owner's mutex is
 * taken over by making the next generation, which only one of several waiters can do. Nothing is removed while
 * others may still be looking at it, so a waiter that read an old state cannot evict a new owner.
 */
export class Mutex {
  #folder;
  #own;
  #owner;
  #heartbeat;

  constructor(folder) {
    this.#folder = folder;
  }

  /** Takes the mutex, or returns the process that holds it. */
  tryAcquire() {
    mkdirSync(this.#folder, { recursive: true });
    const last = newestGeneration(this.#folder);
    if (last > 0) {
      const holder = readHolder(join(this.#folder, String(last)));
      if (holder.isAlive) return { isHeld: false, pid: holder.pid };
    }
    const own = join(this.#folder, String(last + 1));
    try {
      mkdirSync(own);
    } catch (error) {
      // EEXIST: another waiter was first. ENOENT: the holder has just let go of the whole folder.
      if (error.code === 'EEXIST' || error.code === 'ENOENT') return { isHeld: false, pid: undefined };
      throw error;
    }
    // Between the reading and the making, the folder may have been released and taken anew by somebody else.
    const before = last > 0 ? readHolder(join(this.#folder, String(last))) : undefined;
    if (before?.isAlive) {
      rmSync(own, { recursive: true, force: true });
      return { isHeld: false, pid: before.pid };
    }
    this.#own = own;
    this.#owner = { pid: process.pid, started: startTime(process.pid), host: hostname(), children: [] };
    this.#save();
    this.#heartbeat = setInterval(() => {
      const now = new Date();
      utimesSync(join(own, 'owner.json'), now, now);
    }, HEARTBEAT);
    this.#heartbeat.unref();
    return { isHeld: true, pid: process.pid };
  }

  /** Waits for the mutex. `onWait` is told who holds it. */
  async acquire(onWait) {
    for (;;) {
      const attempt = this.tryAcquire();
      if (attempt.isHeld) return;
      onWait?.(attempt.pid);
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }

  /** Names a child that works under the mutex: when the owner is killed, the mutex stays held until the child ends. */
  addChild(pid) {
    this.#owner.children.push({ pid, started: startTime(pid) });
    this.#save();
  }

  release() {
    clearInterval(this.#heartbeat);
    const gone = `${this.#folder}.${process.pid}`;
    renameSync(this.#folder, gone);
    rmSync(gone, { recursive: true, force: true });
  }

  #save() {
    const file = join(this.#own, 'owner.json');
    writeFileSync(`${file}.new`, JSON.stringify(this.#owner));
    renameSync(`${file}.new`, file);
  }
}

function newestGeneration(folder) {
  let names;
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
  return Math.max(0, ...names.filter((name) => /^\d+$/.test(name)).map(Number));
}

function readHolder(generation) {
  try {
    const file = join(generation, 'owner.json');
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    if (owner.host !== hostname()) {
      return { pid: owner.pid, isAlive: Date.now() - statSync(file).mtimeMs < HEARTBEAT_LOST };
    }
    return { pid: owner.pid, isAlive: [owner, ...owner.children].some(isRunning) };
  } catch (error) {
    if (error.code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
    return { pid: undefined, isAlive: isYoung(generation) };
  }
}

function isYoung(folder) {
  try {
    return Date.now() - statSync(folder).mtimeMs < NAMELESS;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isRunning({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  // The same number may have been given to a stranger since.
  return started === undefined || startTime(pid) === started;
}

/** When a process started, in clock ticks since boot; undefined where the system does not tell. */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie does no more work.
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH' || error.code === 'EACCES') return undefined;
    throw error;
  }
}
