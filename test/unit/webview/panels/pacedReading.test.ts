import { deepEqual } from 'node:assert/strict';
import { PacedReading } from '../../../../webview/panels/pacedReading';

/** Readings that end when the test says so. */
function paced(): {
  readonly reading: PacedReading<number, string>;
  readonly begun: number[];
  readonly told: string[];
  readonly end: (answer?: string) => Promise<void>;
} {
  const begun: number[] = [];
  const told: string[] = [];
  let settle: { resolve: (answer: string) => void; reject: (error: unknown) => void } | undefined;
  const reading = new PacedReading<number, string>({
    read: (numbers) => {
      begun.push(numbers);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
      });
    },
    onAnswer: (answer) => told.push(answer),
    onFailure: (error) => told.push(String(error)),
  });
  const end = async (answer?: string): Promise<void> => {
    if (answer === undefined) settle?.reject('failed');
    else settle?.resolve(answer);
    await new Promise(setImmediate);
  };
  return { reading, begun, told, end };
}

const wanted = (): boolean => true;

describe('PacedReading', () => {
  it('tells every answer where numbers come faster than it reads, and reads the newest next', async () => {
    const { reading, begun, told, end } = paced();
    for (const numbers of [1, 2, 3]) reading.update(numbers, wanted);
    deepEqual(begun, [1]);
    await end('of 1');
    reading.update(4, wanted);
    deepEqual([begun, told], [[1, 3], ['of 1']]);
    await end('of 3');
    await end('of 4');
    deepEqual(
      [begun, told],
      [
        [1, 3, 4],
        ['of 1', 'of 3', 'of 4'],
      ],
    );
  });

  it('reads the same numbers once, also where that failed', async () => {
    const { reading, begun, told, end } = paced();
    reading.update(1, wanted);
    await end();
    reading.update(1, wanted);
    deepEqual([begun, told], [[1], ['failed']]);
    reading.update(2, wanted);
    deepEqual(begun, [1, 2]);
  });

  it('reads nothing that nobody wants, until it is wanted', async () => {
    const { reading, begun, end } = paced();
    let isWanted = false;
    const isSeen = (): boolean => isWanted;
    reading.update(1, isSeen);
    deepEqual(begun, []);
    isWanted = true;
    reading.update(undefined, isSeen);
    reading.update(2, isSeen);
    isWanted = false;
    await end('of 1');
    deepEqual(begun, [1]);
  });

  it('is settled with the answer of the newest numbers, wanted or not', async () => {
    const { reading, begun, told, end } = paced();
    reading.update(1, wanted);
    reading.update(2, () => false);
    let isSettled = false;
    const settled = reading.settled().then(() => {
      isSettled = true;
    });
    await end('of 1');
    deepEqual([begun.at(-1), isSettled], [2, false]);
    await end('of 2');
    await settled;
    deepEqual(told, ['of 1', 'of 2']);
  });
});
