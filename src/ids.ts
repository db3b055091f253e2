/** Before every command, setting, view and context key of this extension. */
export const prefix = 'mockforgeAnalytics';

/** publisher.name of package.json. */
export const extensionId = 'mockforge-analytics.mockforge-analytics';

/** As the palette, the views and the log name it. */
export const productName = 'MockForge Analytics';

/** Commands, except those of queryCommandId. */
export const commandIds = {
  openDashboard: 'mockforgeAnalytics.openDashboard',
  showOnlyThis: 'mockforgeAnalytics.showOnlyThis',
  exclude: 'mockforgeAnalytics.exclude',
  startCollecting: 'mockforgeAnalytics.startCollecting',
  pauseCollecting: 'mockforgeAnalytics.pauseCollecting',
  scrapeNow: 'mockforgeAnalytics.scrapeNow',
  comparePeriods: 'mockforgeAnalytics.comparePeriods',
  setCredentials: 'mockforgeAnalytics.setCredentials',
  markSessionStart: 'mockforgeAnalytics.markSessionStart',
  markSessionEnd: 'mockforgeAnalytics.markSessionEnd',
  alertMe: 'mockforgeAnalytics.alertMe',
  manageAlerts: 'mockforgeAnalytics.manageAlerts',
  exportReport: 'mockforgeAnalytics.exportReport',
  exportData: 'mockforgeAnalytics.exportData',
  compareWithFile: 'mockforgeAnalytics.compareWithFile',
  removeImportedFile: 'mockforgeAnalytics.removeImportedFile',
  openImportedFile: 'mockforgeAnalytics.openImportedFile',
  trySampleData: 'mockforgeAnalytics.trySampleData',
  removeSampleData: 'mockforgeAnalytics.removeSampleData',
  switchServer: 'mockforgeAnalytics.switchServer',
  chooseApiDocuments: 'mockforgeAnalytics.chooseApiDocuments',
  openDefinition: 'mockforgeAnalytics.openDefinition',
  createOperation: 'mockforgeAnalytics.createOperation',
  revealInDashboard: 'mockforgeAnalytics.revealInDashboard',
  connectToServer: 'mockforgeAnalytics.connectToServer',
  connectToTeamStore: 'mockforgeAnalytics.connectToTeamStore',
  disconnectFromTeamStore: 'mockforgeAnalytics.disconnectFromTeamStore',
  openTeamTarget: 'mockforgeAnalytics.openTeamTarget',
  backfillFromPrometheus: 'mockforgeAnalytics.backfillFromPrometheus',
  runSql: 'mockforgeAnalytics.runSql',
  verifyNumbers: 'mockforgeAnalytics.verifyNumbers',
  showTopEndpoints: 'mockforgeAnalytics.showTopEndpoints',
  showRecentErrors: 'mockforgeAnalytics.showRecentErrors',
  sortEndpoints: 'mockforgeAnalytics.sortEndpoints',
  copyAsCurl: 'mockforgeAnalytics.copyAsCurl',
  openAsHttp: 'mockforgeAnalytics.openAsHttp',
  deleteData: 'mockforgeAnalytics.deleteData',
  openDataFolder: 'mockforgeAnalytics.openDataFolder',
  showLog: 'mockforgeAnalytics.showLog',
  copyDiagnostics: 'mockforgeAnalytics.copyDiagnostics',
  copyServeCommand: 'mockforgeAnalytics.copyServeCommand',
} as const;

/** Those that are buttons in the title of a view: the editor gives them the same arguments as a command of a row. */
export const viewTitleCommandIds: readonly string[] = [
  commandIds.sortEndpoints,
  commandIds.scrapeNow,
  commandIds.openDashboard,
  commandIds.connectToServer,
  commandIds.backfillFromPrometheus,
  commandIds.startCollecting,
  commandIds.pauseCollecting,
  commandIds.connectToTeamStore,
  commandIds.disconnectFromTeamStore,
  commandIds.openDataFolder,
  commandIds.showLog,
  commandIds.deleteData,
  commandIds.switchServer,
];

/** The queries that ship with the product. */
export const queryNames = [
  'overview',
  'requestsLast24Hours',
  'topEndpoints',
  'errorRateByHour',
  'trafficHeatmap',
  'topClients',
  'p95LatencyTrend',
] as const;

export type QueryName = (typeof queryNames)[number];

/** The command that runs one of the named queries. */
export function queryCommandId(name: QueryName): string {
  return `mockforgeAnalytics.query.${name}`;
}

/** The container in the activity bar that holds the views. */
export const containerId = 'mockforgeAnalytics';

/** Tree views. */
export const viewIds = {
  topEndpoints: 'mockforgeAnalytics.topEndpoints',
  recentErrors: 'mockforgeAnalytics.recentErrors',
  targets: 'mockforgeAnalytics.targets',
} as const;

/** Kinds of webview panels. */
export const panelTypes = {
  dashboard: 'mockforgeAnalytics.dashboard',
  result: 'mockforgeAnalytics.result',
  imported: 'mockforgeAnalytics.imported',
} as const;

/** The budgets in the Test Explorer. */
export const budgetTestsId = 'mockforgeAnalytics.budgets';

/** The one item in the status bar. */
export const statusBarItemId = 'mockforgeAnalytics.status';

/** In the order in which the settings editor shows them. */
export const settingKeys = {
  enabled: 'mockforgeAnalytics.enabled',
  metricsUrl: 'mockforgeAnalytics.metrics.url',
  adminUrl: 'mockforgeAnalytics.admin.url',
  recorderUrl: 'mockforgeAnalytics.recorder.url',
  targets: 'mockforgeAnalytics.targets',
  scrapeIntervalSeconds: 'mockforgeAnalytics.metrics.scrapeIntervalSeconds',
  aggregationIntervalSeconds: 'mockforgeAnalytics.aggregationIntervalSeconds',
  rollupIntervalHours: 'mockforgeAnalytics.rollupIntervalHours',
  minuteAggregatesDays: 'mockforgeAnalytics.retention.minuteAggregatesDays',
  hourAggregatesDays: 'mockforgeAnalytics.retention.hourAggregatesDays',
  dayAggregatesDays: 'mockforgeAnalytics.retention.dayAggregatesDays',
  errorEventsDays: 'mockforgeAnalytics.retention.errorEventsDays',
  clientAnalyticsDays: 'mockforgeAnalytics.retention.clientAnalyticsDays',
  trafficPatternsDays: 'mockforgeAnalytics.retention.trafficPatternsDays',
  snapshotsDays: 'mockforgeAnalytics.retention.snapshotsDays',
  cleanupIntervalHours: 'mockforgeAnalytics.retention.cleanupIntervalHours',
  errorsPerMinute: 'mockforgeAnalytics.batchSize',
  maxQueryResults: 'mockforgeAnalytics.maxQueryResults',
  storagePath: 'mockforgeAnalytics.storage.path',
  teamStore: 'mockforgeAnalytics.teamStore.address',
  maxSizeMb: 'mockforgeAnalytics.storage.maxSizeMb',
  workspaceId: 'mockforgeAnalytics.workspaceId',
  environment: 'mockforgeAnalytics.environment',
  internalTraffic: 'mockforgeAnalytics.internalTraffic',
  errorRateThresholdPercent: 'mockforgeAnalytics.statusBar.errorRateThresholdPercent',
  lensEnabled: 'mockforgeAnalytics.lens.enabled',
} as const;

/** Keys that `when` clauses ask for. */
export const contextKeys = {
  /** The phase of CollectingStatus. */
  phase: 'mockforgeAnalytics.phase',
  /** The kind of what is wrong with the metrics; empty while nothing is. */
  failure: 'mockforgeAnalytics.failure',
  /** Whether there is more than one target. */
  severalTargets: 'mockforgeAnalytics.severalTargets',
  /** Whether traffic is kept in a team's store. */
  teamStore: 'mockforgeAnalytics.teamStore',
  /** Whether the active editor shows numbers above operations. */
  showsOperations: 'mockforgeAnalytics.showsOperations',
  /** Whether a window was explained: a step of the walkthrough. */
  hasExplained: 'mockforgeAnalytics.hasExplained',
} as const;
