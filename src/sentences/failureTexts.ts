// What several bundles of the host word. It is a bundle of its own, so that they share it (esbuild.mjs).
export { collectingText } from './collectingText';
export { errorText } from './errorText';
export { failureLine, failureText } from './failureText';
export { logLine } from './logLine';
export { noticesText, storeFaultText } from './storeText';
