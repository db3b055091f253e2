import { fstatSync, writeSync } from 'node:fs';
import { visibleLines, visibleText } from '../domain/visibleText';
import type { Output } from './output';

const resultDescriptor = 1;

/** This process's standard output and standard error. */
export class StandardOutput implements Output {
  #written: Promise<void> = Promise.resolve();
  #failure: NodeJS.ErrnoException | undefined;
  readonly #isFile = isFile(resultDescriptor);

  constructor() {
    // Each failed write is told to its own callback; without these the process would end over it.
    process.stdout.on('error', () => undefined);
    // Whoever closed the stream of notes wants none; the work goes on.
    process.stderr.on('error', () => undefined);
  }

  readonly result = (text: string): void => {
    this.#print(visibleLines(text));
  };

  readonly exactResult = (text: string): void => {
    if (process.stdout.isTTY) this.result(text);
    else this.#print(text);
  };

  readonly note = (line: string): void => {
    process.stderr.write(`${visibleText(line)}\n`);
  };

  /** Resolves once the result is written, or with the reason why it could not be. A reader that stops early has all it wanted. */
  async failure(): Promise<NodeJS.ErrnoException | undefined> {
    await this.#written;
    return this.#failure?.code === 'EPIPE' ? undefined : this.#failure;
  }

  #print(text: string): void {
    if (this.#failure) return;
    if (this.#isFile) this.#writeToFile(Buffer.from(text));
    else this.#written = this.#write(text);
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve) => {
      process.stdout.write(text, (error) => {
        this.#failure ??= error ?? undefined;
        resolve();
      });
    });
  }

  /** Node's own stream takes a file that a full disk let grow by a part for one that took all. */
  #writeToFile(bytes: Uint8Array): void {
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(resultDescriptor, bytes, done);
    } catch (error) {
      this.#failure = error as NodeJS.ErrnoException;
    }
  }
}

/** Whether writing to it waits for the disk, or for a device such as /dev/full, and never for a reader. */
function isFile(descriptor: number): boolean {
  if (process.stdout.isTTY) return false;
  const stat = fstatSync(descriptor);
  return stat.isFile() || stat.isCharacterDevice();
}
