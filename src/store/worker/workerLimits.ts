/**
 * Memory that V8 lets a database thread's short-lived objects take before it collects them, MB. A read of many rows
 * makes much garbage: without a limit V8 keeps 100 MB for it, with this one a read takes as long.
 */
export const youngGenerationMegabytes = 24;

/** For the threads that have a database open. */
export const workerLimits = { maxYoungGenerationSizeMb: youngGenerationMegabytes };
