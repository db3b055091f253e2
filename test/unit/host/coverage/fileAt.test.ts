import { equal } from 'node:assert/strict';
import { readServerFile } from '../../../../src/definition/serverFile';
import { fileAt } from '../../../../src/host/coverage/fileAt';
import type { ConfiguredServer } from '../../../../src/mockforge/configFile';

interface File {
  readonly name: string;
  readonly server: ConfiguredServer;
}

function file(name: string, text: string): File {
  const result = readServerFile(text);
  if (!result.ok) throw new Error(result.fault.kind);
  return { name, server: result.server };
}

function found(files: readonly File[], metricsPort: number, adminPort = 9080, host = '127.0.0.1') {
  const target = {
    name: 'x',
    metricsUrl: `http://${host}:${metricsPort}/metrics`,
    adminUrl: `http://${host}:${adminPort}`,
    recorderUrl: '',
  };
  return fileAt(files, target)?.name;
}

const metricsAt = (port: number): string => `observability: {prometheus: {port: ${port}}}`;

describe('the MockForge file of a server', () => {
  it('is the one that names the port of its metrics, or none where that is the default', () => {
    const files = [file('shop', metricsAt(9190)), file('plain', 'http: {port: 3000}')];
    equal(found(files, 9190), 'shop');
    equal(found(files, 9190, 1234), 'shop');
    equal(found(files, 9090), 'plain');
    equal(found(files, 9290), undefined);
    equal(found(files, 9190, 9080, 'staging.example.com'), undefined);
  });

  it('is of several the one whose admin API it has, and none where nothing tells them apart', () => {
    const admin = (port: number): string => `admin: {enabled: true, port: ${port}}`;
    const files = [file('a', admin(9180)), file('b', admin(9280))];
    equal(found(files, 9090, 9280), 'b');
    equal(found(files, 9090, 9380), undefined);
    equal(found([...files, file('c', admin(9280))], 9090, 9280), undefined);
  });

  it('is none that serves no metrics', () => {
    const off = 'observability: {prometheus: {enabled: false, port: 9190}}';
    equal(found([file('off', off)], 9190), undefined);
  });
});
