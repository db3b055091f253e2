// Stands in for @vscode/spdlog, whose native part would have to be compiled. VS Code's log files, which
// are also what its Output panel shows, are written through it; without it every log channel stays
// empty and complains. What rotates, buffers or formats otherwise does nothing here.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #threshold = 0;
  #plain = false;

  /** @param {string} file */
  constructor(file) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  /** @param {number} level */
  setLevel(level) {
    this.#threshold = level;
  }

  clearFormatters() {
    this.#plain = true;
  }

  setPattern() {}
  flush() {}
  drop() {}

  trace = this.#writer(0);
  debug = this.#writer(1);
  info = this.#writer(2);
  warn = this.#writer(3);
  error = this.#writer(4);
  critical = this.#writer(5);

  /** @type {(level: number) => (message: string) => void} */
  #writer(level) {
    return (message) => {
      this.#write(level, message);
    };
  }

  /** @type {(level: number, message: string) => void} */
  #write(level, message) {
    if (level >= this.#threshold) {
      const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
      appendFileSync(this.#file, this.#plain ? message : `${time} [${levels[level]}] ${message}\n`);
    }
  }
}

export function setFlushOn() {}

/** @type {(name: string, file: string) => Promise<Logger>} */
export function createAsyncRotatingLogger(_name, file) {
  return Promise.resolve(new Logger(file));
}
