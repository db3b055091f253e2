import { deepEqual, equal, rejects } from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { FaultError } from '../../../src/domain/faultError';
import { answerCall, CallClient, RemoteCallError } from '../../../src/protocol/remoteCall';
import type { RemoteError } from '../../../src/protocol/remoteCall';

interface Calls extends Record<string, { readonly request: unknown; readonly response: unknown }> {
  readonly fail: { readonly request: null; readonly response: null };
}

describe('An error on its way over a boundary', () => {
  /** What a call rejects with whose handler throws `thrown`. */
  async function rejectionOf(
    thrown: unknown,
    told?: (error: unknown) => RemoteError,
  ): Promise<RemoteCallError> {
    const { port1, port2 } = new MessageChannel();
    const fail = (): never => {
      throw thrown;
    };
    port2.on('message', (message) => {
      void answerCall<Calls>(
        { fail },
        message,
        (reply) => {
          port2.postMessage(reply);
        },
        told,
      );
    });
    const client = new CallClient<Calls>((message) => {
      port1.postMessage(message);
    });
    port1.on('message', (message: unknown) => client.accept(message));
    let rejection: unknown;
    await rejects(client.call('fail', null), (error) => {
      rejection = error;
      return error instanceof RemoteCallError;
    });
    port1.close();
    return rejection as RemoteCallError;
  }

  it('keeps its name and what it says as data', async () => {
    const fault = { kind: 'texts_too_long', rows: 17 };
    const { name, fault: crossed } = await rejectionOf(new FaultError(fault));
    deepEqual([name, crossed], ['Error', fault]);
    const other = await rejectionOf(new RangeError('too far'));
    deepEqual([other.name, other.message, other.fault], ['RangeError', 'too far', undefined]);
  });

  it('is told in the words of whoever answers, where that has some', async () => {
    const { message, fault } = await rejectionOf(new FaultError({ kind: 'closed' }), () => ({
      name: 'StoreError',
      message: 'It is closed.',
    }));
    equal(message, 'It is closed.');
    equal(fault, undefined);
  });
});
