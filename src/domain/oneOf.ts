/** One of several things that are told apart by their kind. `Facts` says what is known of each. */
export type OneOf<Facts, Kind extends keyof Facts = keyof Facts> = {
  readonly [Each in Kind]: { readonly kind: Each } & Facts[Each];
}[Kind];

/** Nothing is known besides the kind. */
export type NoFacts = unknown;
