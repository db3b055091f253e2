// What the bundles of the host word, apart from what they show all the time. It is a bundle of its own, which they
// share and load when they have something to tell (esbuild.mjs).
export { collectingText } from './collectingText';
export { errorText } from './errorText';
export { failureLine, failureText } from './failureText';
export { logLine } from './logLine';
export { noticesText, storeFaultText } from './storeText';
export { verificationOutcome } from './verificationText';
