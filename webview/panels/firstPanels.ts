import { errorRatePanel } from './errorRatePanel';
import { latencyPanel } from './latencyPanel';
import type { Pages } from './panelKind';
import { trafficPanel } from './trafficPanel';

/** What is waited for: these are drawn first, and are in the script that is loaded first. */
export const firstPanels: Pages = {
  overall: [trafficPanel, latencyPanel, errorRatePanel],
  ofEndpoint: [trafficPanel, errorRatePanel, latencyPanel],
};
