/**
 * Says what is wrong as data: whoever tells people words it (src/sentences). The message is for developers, and shows
 * that data.
 */
export class FaultError<Fault> extends Error {
  constructor(
    readonly fault: Fault,
    options?: ErrorOptions,
  ) {
    super(JSON.stringify(fault), options);
  }
}
