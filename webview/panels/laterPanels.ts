import { clientsTable } from './clientsTable';
import { coveragePanel } from './coveragePanel';
import { daysPanel } from './daysPanel';
import { distributionPanel } from './distributionPanel';
import { endpointsTable } from './endpointsTable';
import { errorsTable } from './errorsTable';
import { heatmapPanel } from './heatmapPanel';
import { liveTail } from './liveTail';
import { neverCalledPanel } from './neverCalledPanel';
import { notDefinedPanel } from './notDefinedPanel';
import type { Pages } from './panelKind';
import { protocolsTable } from './protocolsTable';
import { statusCodesTable } from './statusCodesTable';
import { systemPanel } from './systemPanel';

/** What stands below the first panels. A panel is added here: by its own file, and its place in these lists. */
export const laterPanels: Pages = {
  overall: [
    protocolsTable,
    endpointsTable,
    errorsTable,
    liveTail,
    heatmapPanel,
    clientsTable,
    statusCodesTable,
    [neverCalledPanel, notDefinedPanel],
    coveragePanel,
    systemPanel,
    daysPanel,
  ],
  ofEndpoint: [distributionPanel, errorsTable, statusCodesTable, liveTail, clientsTable],
};
