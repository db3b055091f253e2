import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { ServerRestarts, TrafficSummary } from '../../protocol/readModels';
import { errorText } from '../../sentences/failureTexts';
import { LastRead } from '../lastRead';
import type { Target } from '../target';
import { boardRow } from './boardRow';
import { currentTargetRow } from './currentTarget';
import type { TargetRow } from './targetRow';

const summarySeconds = 5 * 60;

/** What is read of a target. */
interface Read {
  readonly restarts: ServerRestarts;
  readonly summary: TrafficSummary;
}

/** The row of a target: what is read for it is kept until the target has something new. */
export class TargetNode {
  /** The id of the target: what commands take from the row. */
  readonly target: string;
  readonly #of: Target;
  #read: Promise<Read | undefined> | undefined;
  #known: Read | undefined;
  readonly #last = new LastRead<Read | undefined>();
  #row: TargetRow | undefined;
  #failure: string | null = null;
  /** Whether the rows below it were ever asked for: it was opened. */
  #isOpened = false;

  constructor(target: Target) {
    this.target = target.id;
    this.#of = target;
  }

  /** Why the target's database cannot be read; null if it can. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The row as it was last made; undefined before that, and for a single target of which nothing is stored. */
  get row(): TargetRow | undefined {
    return this.#row;
  }

  /** The rows below it. */
  get children(): readonly TargetRow[] {
    this.#isOpened = true;
    return this.#row?.children ?? [];
  }

  /** What was read is out of date. */
  forget(): void {
    this.#read = undefined;
  }

  /**
   * Makes the row anew, reading what it needs if that is out of date.
   * @returns whether what can be seen of it differs from before
   */
  async update(isCurrent: boolean, isSingle: boolean): Promise<boolean> {
    const reading = (this.#read ??= this.#readNow());
    const read = await reading;
    // What came last stays shown until its successor is read.
    if (this.#read === reading || !this.#known) this.#known = read;
    const before = this.#row;
    this.#row = this.#makeRow(isCurrent, isSingle);
    return !isDeepStrictEqual(this.#seen(before), this.#seen(this.#row));
  }

  #seen(row: TargetRow | undefined): unknown {
    return this.#isOpened || !row ? row : { ...row, children: row.children.length };
  }

  #makeRow(isCurrent: boolean, isSingle: boolean): TargetRow | undefined {
    const { id, name, status } = this.#of;
    const { language } = vscode.env;
    const { restarts = { count: 0, last: null }, summary = null } = this.#known ?? {};
    const facts = { name, status, restarts, now: Date.now() };
    if (!isSingle) return boardRow({ ...facts, id, isCurrent, summary }, language, vscode.l10n.t);
    return this.#known && currentTargetRow(facts, language, vscode.l10n.t);
  }

  /** Undefined without a database; what was read last where it cannot be read. Never rejects. */
  async #readNow(): Promise<Read | undefined> {
    const { name } = this.#of.location;
    try {
      const read = await this.#readStore();
      this.#failure = null;
      this.#last.keep(name, read);
      return read;
    } catch (error) {
      this.#failure = errorText(error, vscode.l10n.t);
      return this.#last.of(name);
    }
  }

  async #readStore(): Promise<Read | undefined> {
    const to = endOfSecond(Date.now());
    const { excludedEndpoints } = this.#of;
    const store = await this.#of.store();
    if (!store) return undefined;
    const { reader } = store;
    const [restarts, summary] = await Promise.all([
      reader.restarts({ from: to - daySeconds, to, excludedEndpoints }),
      reader.summary({ from: to - summarySeconds, to, excludedEndpoints }),
    ]);
    return { restarts, summary };
  }
}
