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

  constructor(file) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  setLevel(level) {
    this.#threshold = level;
  }

  clearFormatters() {
    this.#plain = true;
  }

  setPattern() {}
  flush() {}
  drop() {}

  trace = (message) => this.#write(0, message);
  debug = (message) => this.#write(1, message);
  info = (message) => this.#write(2, message);
  warn = (message) => this.#write(3, message);
  error = (message) => this.#write(4, message);
  critical = (message) => this.#write(5, message);

  #write(level, message) {
    if (level >= this.#threshold) {
      const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
      appendFileSync(this.#file, this.#plain ? message : `${time} [${levels[level]}] ${message}\n`);
    }
  }
}

export function setFlushOn() {}

export async function createAsyncRotatingLogger(name, file) {
  return new Logger(file);
}
