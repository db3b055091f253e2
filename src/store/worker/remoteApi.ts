import type { CallHandlers } from '../../protocol/remoteCall';

/** A method of an interface: its parameters are sent as the request of a call, and its result comes back. */
type Method<Request extends unknown[], Response> = (...request: Request) => Promise<Response>;
type RequestOf<Of> = Of extends Method<infer Request, unknown> ? Request : never;
type ResponseOf<Of> = Of extends Method<never, infer Response> ? Response : never;

/** The calls that an interface consists of. */
export type CallsOf<Api> = {
  readonly [Name in keyof Api]: {
    readonly request: RequestOf<Api[Name]>;
    readonly response: ResponseOf<Api[Name]>;
  };
};

/** An interface of calls as an object in which each can be looked up by its name. */
export type MethodsOf<Api> = {
  readonly [Name in keyof Api]: Method<RequestOf<Api[Name]>, ResponseOf<Api[Name]>>;
};

/** The names of an interface's methods at run time. */
export type NamesOf<Api> = Readonly<Record<keyof Api, true>>;

/** An interface whose methods are calls to elsewhere. */
export function remoteApi<Api>(
  names: NamesOf<Api>,
  call: <Name extends keyof Api & string>(
    name: Name,
    request: RequestOf<Api[Name]>,
  ) => Promise<ResponseOf<Api[Name]>>,
): Api {
  const methods = namesOf(names).map((name) => [
    name,
    (...request: unknown[]) => call(name, request as never),
  ]);
  return Object.fromEntries(methods) as Api;
}

/** Handlers that answer the calls of an interface. */
export function handlersOf<Api>(
  names: NamesOf<Api>,
  answer: <Name extends keyof Api & string>(
    name: Name,
    request: RequestOf<Api[Name]>,
  ) => Promise<ResponseOf<Api[Name]>>,
): CallHandlers<CallsOf<Api>> {
  const handlers = namesOf(names).map((name) => [name, (request: never) => answer(name, request)]);
  return Object.fromEntries(handlers) as CallHandlers<CallsOf<Api>>;
}

function namesOf<Api>(names: NamesOf<Api>): (keyof Api & string)[] {
  return Object.keys(names) as (keyof Api & string)[];
}
