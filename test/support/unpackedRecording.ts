import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { RecordedScrape, Recording } from '../../src/replay/recording';

/**
 * Lays a recording down in a folder so that a process which plays a part of it need not read it whole: the
 * bodies of the scrapes, nearly all of its bytes, are files of their own.
 */
export async function unpackRecording(recording: Recording, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, { body }] of recording.scrapes.entries()) {
    await writeFile(bodyFile(folder, index), body);
  }
  const scrapes = recording.scrapes.map((scrape) => ({ ...scrape, body: '' }));
  await writeFile(contentsFile(folder), serialize({ ...recording, scrapes }));
}

/** The recording that was unpacked into a folder; the body of a scrape is read when it is asked for. */
export function readUnpackedRecording(folder: string): Recording {
  const contents = deserialize(readFileSync(contentsFile(folder))) as Recording;
  return {
    ...contents,
    scrapes: contents.scrapes.map((scrape, index): RecordedScrape => ({
      ...scrape,
      get body() {
        return readFileSync(bodyFile(folder, index), 'utf8');
      },
    })),
  };
}

function contentsFile(folder: string): string {
  return join(folder, 'recording');
}

function bodyFile(folder: string, index: number): string {
  return join(folder, `body-${index}.txt`);
}
