import type { Definition } from '../../definition/definition';

/** How files are read. */
export interface DefinitionSource {
  /** Another one after each change of the file; null where there is none. */
  stampOf(name: string): Promise<string | null>;
  /** What it defines; null where that is nothing. */
  read(name: string): Promise<Definition | null>;
}

interface Known {
  readonly stamp: string | null;
  readonly reading: Promise<Reading>;
}

interface Reading {
  readonly definition: Definition | null;
  /** The stamps of the files that it refers to. */
  readonly others: ReadonlyMap<string, string | null>;
}

/** What files define, each read once until it changes, or one that it refers to. */
export class KnownDefinitions {
  readonly #source: DefinitionSource;
  readonly #known = new Map<string, Known>();

  constructor(source: DefinitionSource) {
    this.#source = source;
  }

  /** Rejects where it cannot be read, and tries again the next time. */
  async of(name: string): Promise<Definition | null> {
    const stamp = await this.#source.stampOf(name);
    const known = this.#known.get(name);
    if (known?.stamp === stamp && (await this.#isFresh(known))) {
      return (await known.reading).definition;
    }
    const reading = this.#read(name);
    this.#known.set(name, { stamp, reading });
    return (await reading).definition;
  }

  /** Gives back what is known of all others. */
  keepOnly(names: readonly string[]): void {
    const kept = new Set(names);
    for (const name of this.#known.keys()) if (!kept.has(name)) this.#known.delete(name);
  }

  async #isFresh({ reading }: Known): Promise<boolean> {
    const read = await reading.catch(() => null);
    if (!read) return false;
    // What was not there may be by now.
    if (read.definition?.findings.some(({ kind }) => kind === 'unknown_reference')) return false;
    const stamps = await this.#stampsOf([...read.others.keys()]);
    return [...read.others].every(([name, stamp]) => stamps.get(name) === stamp);
  }

  async #read(name: string): Promise<Reading> {
    const definition = await this.#source.read(name);
    return { definition, others: await this.#stampsOf(definition?.references ?? []) };
  }

  async #stampsOf(names: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const stamps = names.map(async (name) => [name, await this.#source.stampOf(name)] as const);
    return new Map(await Promise.all(stamps));
  }
}
