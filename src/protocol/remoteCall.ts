/** The calls of one boundary: for each method what goes over and what comes back. */
export type CallMap = Record<string, { readonly request: unknown; readonly response: unknown }>;

/** What a call failed with, as data, since an Error loses its class on the way. */
export interface RemoteError {
  readonly name: string;
  readonly message: string;
  /** What is wrong as data, where the error says it so. */
  readonly fault?: unknown;
}

export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly method: string;
  readonly request: unknown;
}

export type ReplyMessage =
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly response: unknown }
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly ok: false;
      readonly error: RemoteError;
    };

/** A call was rejected by the other side, or the other side went away before it answered. */
export class RemoteCallError extends Error {
  override readonly name: string;
  readonly fault: unknown;

  constructor({ name, message, fault }: RemoteError) {
    super(message);
    this.name = name;
    this.fault = fault;
  }
}

/** Makes typed calls over a message channel and pairs each with its reply. */
export class CallClient<Calls extends CallMap> {
  readonly #post: (message: CallMessage) => void;
  readonly #pending = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;
  #closed: RemoteError | undefined;

  constructor(post: (message: CallMessage) => void) {
    this.#post = post;
  }

  /** Rejects with a RemoteCallError that bears the other side's message. */
  call<Method extends keyof Calls & string>(
    method: Method,
    request: Calls[Method]['request'],
  ): Promise<Calls[Method]['response']> {
    if (this.#closed) return Promise.reject(new RemoteCallError(this.#closed));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#post({ type: 'call', id, method, request });
    });
  }

  /** Hand every message of the channel to this; true when it was a reply to one of our calls. */
  accept(message: unknown): boolean {
    if (!isReply(message)) return false;
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.ok) pending?.resolve(message.response);
    else pending?.reject(new RemoteCallError(message.error));
    return true;
  }

  /** The other side is gone: rejects pending calls and all later ones. */
  close(reason: RemoteError): void {
    this.#closed = reason;
    for (const { reject } of this.#pending.values()) reject(new RemoteCallError(reason));
    this.#pending.clear();
  }
}

/** What answers the calls of a boundary, one function a method. */
export type CallHandlers<Calls extends CallMap> = {
  readonly [Method in keyof Calls]: (
    request: Calls[Method]['request'],
  ) => Calls[Method]['response'] | Promise<Calls[Method]['response']>;
};

/** Answers a message if it is a call; what a handler throws is told in an error reply. Never rejects. */
export async function answerCall<Calls extends CallMap>(
  handlers: CallHandlers<Calls>,
  message: unknown,
  post: (reply: ReplyMessage) => void,
  told: (error: unknown) => RemoteError = remoteError,
): Promise<void> {
  if (!isCall(message)) return;
  const { id, method } = message;
  try {
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
    if (!handler) throw new Error(`No method named ${method}.`);
    post({ type: 'reply', id, ok: true, response: await handler(message.request) });
  } catch (error) {
    post({ type: 'reply', id, ok: false, error: told(error) });
  }
}

/** Anything thrown, as data. */
export function remoteError(error: unknown): RemoteError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  return 'fault' in error ? { name, message, fault: error.fault } : { name, message };
}

function isCall(message: unknown): message is CallMessage {
  return (
    isMessage(message) &&
    message.type === 'call' &&
    typeof message.id === 'number' &&
    typeof message.method === 'string'
  );
}

function isReply(message: unknown): message is ReplyMessage {
  return isMessage(message) && message.type === 'reply';
}

function isMessage(message: unknown): message is Readonly<Record<string, unknown>> {
  return typeof message === 'object' && message !== null;
}
