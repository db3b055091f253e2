/** The part of Node's own SQLite that the benchmark uses; Node 20, whose types the project has, is without it. */
declare module 'node:sqlite' {
  export type Value = null | number | bigint | string | Uint8Array;

  export class StatementSync {
    all(parameters?: Readonly<Record<string, Value>>): unknown[];
    run(parameters?: Readonly<Record<string, Value>>): { readonly changes: number | bigint };
    columns(): readonly { readonly name: string }[];
    setReturnArrays(enabled: boolean): void;
    setAllowUnknownNamedParameters(enabled: boolean): void;
  }

  export class DatabaseSync {
    constructor(path: string);
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    aggregate<State>(
      name: string,
      options: {
        readonly start: () => State;
        readonly step: (state: State, ...values: never[]) => State;
        readonly result: (state: State) => Value;
        readonly varargs?: boolean;
      },
    ): void;
    close(): void;
  }
}
