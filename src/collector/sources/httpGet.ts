/** The network as the engine sees it; `globalThis.fetch` is one. A redirect is handed out and not followed. */
export type HttpGet = (
  url: string,
  init: {
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    readonly redirect: 'manual';
  },
) => Promise<Response>;
