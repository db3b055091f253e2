import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetDatabasePath } from '../../src/domain/target';
import { settingKeys } from '../../src/ids';
import { loadSqlEngine } from '../../src/store/sqljs/sqlEngine';
import { systemStoreClock } from '../../src/store/file/storeClock';
import { DatabaseAccess } from '../../src/store/session/databaseAccess';
import type { Settings } from '../../test/host/hostedVsCode';
import { playRecording } from '../../test/host/playRecording';
import { openWorkbench, type OpenWorkbench } from '../../test/ui/openWorkbench';
import { wasmPath } from '../store/sides';
import { ProbedHosts } from './extensionHost';
import { noteDrawing } from './measuredDashboard';
import { writeEmptyExtension, writeProbedExtension } from './probedExtension';

/** A workbench with a probe in its extension host, which takes notes of its drawing from its next load on. */
export interface ProbedWorkbench extends OpenWorkbench {
  readonly hosts: ProbedHosts;
}

/** One that collects from a server. */
export interface MeasuredTarget extends ProbedWorkbench {
  /** Of the database when the workbench was opened. */
  readonly databaseBytes: number;
}

export interface TargetOptions {
  /** The server is idle from now on. */
  readonly isQuiet?: boolean;
  /** Makes the database in place of that of the recording. */
  readonly makeDatabase?: (file: string) => Promise<unknown>;
}

/** Opens a workbench that collects from the recording. */
export async function openTarget(options: TargetOptions): Promise<MeasuredTarget> {
  const { makeDatabase, isQuiet = false } = options;
  const storage = mkdtempSync(join(tmpdir(), 'bench-ui-'));
  const server = await playRecording(storage, isQuiet);
  const end = async (): Promise<void> => {
    await server.stop();
    rmSync(storage, { recursive: true });
  };
  try {
    const { metricsUrl, adminUrl } = server;
    const file = join(storage, targetDatabasePath({ metricsUrl, adminUrl }));
    if (makeDatabase) {
      rmSync(file);
      await makeDatabase(file);
      await forgetCollector(file);
    }
    const databaseBytes = statSync(file).size;
    const opened = await openProbed(storage, writeProbedExtension, {
      [settingKeys.storagePath]: storage,
      [settingKeys.metricsUrl]: metricsUrl,
      [settingKeys.adminUrl]: adminUrl,
    });
    const close = async (): Promise<void> => {
      await opened.close();
      await end();
    };
    return { ...opened, databaseBytes, close };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Opens a workbench without the product. */
export async function openEmpty(): Promise<ProbedWorkbench> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ui-'));
  const opened = await openProbed(folder, writeEmptyExtension);
  const close = async (): Promise<void> => {
    await opened.close();
    rmSync(folder, { recursive: true });
  };
  return { ...opened, close };
}

/**
 * On a remote machine, which this one is to the editor, it looks every few seconds through all processes for ports to
 * forward. That costs more than an idle extension, and not the same in two windows.
 */
const quietEditor: Settings = { 'remote.autoForwardPortsSource': 'output' };

async function openProbed(
  folder: string,
  writeExtension: (folder: string) => void,
  settings?: Settings,
): Promise<ProbedWorkbench> {
  const extensionDevelopmentPath = join(folder, 'extension');
  writeExtension(extensionDevelopmentPath);
  const reportFile = join(folder, 'report.jsonl');
  writeFileSync(reportFile, '');
  const env = { BENCH_REPORT: reportFile };
  const opened = await openWorkbench({
    extensionDevelopmentPath,
    env,
    userSettings: quietEditor,
    ...(settings && { settings }),
  });
  await noteDrawing(opened.workbench);
  return { ...opened, hosts: new ProbedHosts(reportFile) };
}

/** A generated database holds no state to continue from, so a collector starts from scratch on it. */
async function forgetCollector(file: string): Promise<void> {
  const engine = await loadSqlEngine(wasmPath);
  const access = await DatabaseAccess.open({ file, engine, clock: systemStoreClock });
  await access.write((connection) => {
    connection.execute("DELETE FROM collector_state WHERE key IN ('collector', 'batch_id')");
  });
  await access.close();
}
