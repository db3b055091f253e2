/** What is read beside numbers that may change faster than it can be read. */
export interface ReadBeside<Numbers, Answer> {
  readonly read: (numbers: Numbers) => Promise<Answer>;
  readonly onAnswer: (answer: Answer) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Reads one at a time, the newest numbers each time. Every answer counts: where numbers came each second and a reading took
 * longer, an answer that had to be of the newest ones would never come.
 */
export class PacedReading<Numbers, Answer> {
  readonly #beside: ReadBeside<Numbers, Answer>;
  #newest: Numbers | undefined;
  /** What was read last, or is being read. */
  #read: Numbers | undefined;
  #reading: Promise<void> | undefined;

  constructor(beside: ReadBeside<Numbers, Answer>) {
    this.#beside = beside;
  }

  /** There are newer numbers; they are read where `isWanted`, now or when what is being read has come. */
  update(numbers: Numbers | undefined, isWanted: () => boolean): void {
    this.#newest = numbers ?? this.#newest;
    if (isWanted()) this.#readNewest(isWanted);
  }

  /** Resolves when the answer is that of the newest numbers, or failed. Never rejects. */
  async settled(): Promise<void> {
    await this.#reading;
    this.#readNewest(() => false);
    await this.#reading;
  }

  #readNewest(isWantedAgain: () => boolean): void {
    const numbers = this.#newest;
    if (this.#reading || numbers === undefined || numbers === this.#read) return;
    this.#read = numbers;
    const { read, onAnswer, onFailure } = this.#beside;
    this.#reading = read(numbers)
      // The next numbers are a reason to try again.
      .then(onAnswer, onFailure)
      .finally(() => {
        this.#reading = undefined;
        if (isWantedAgain()) this.#readNewest(isWantedAgain);
      });
  }
}
