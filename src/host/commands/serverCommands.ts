/** The commands that ask a server themselves: a bundle of its own, for they read what only collecting reads else. */
export { backfillFromPrometheus } from './backfillFromPrometheus';
export { Connector } from '../connect/connector';
export { copyDiagnostics } from './copyDiagnostics';
export { verifyNumbers } from './verifyNumbers';
