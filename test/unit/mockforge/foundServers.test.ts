import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import type { ConfiguredServer } from '../../../src/mockforge/configFile';
import type { ConfigFile, FoundServer, NamedServer } from '../../../src/mockforge/foundServers';
import { foundServers, freeName, hasMetricsAt, isAt } from '../../../src/mockforge/foundServers';

function server(port: number, of: Partial<ConfiguredServer> = {}): ConfiguredServer {
  return {
    metricsUrls: [`http://127.0.0.1:${port}/metrics`],
    adminUrls: [`http://127.0.0.1:${port + 1}`],
    recorderUrl: '',
    hasMetrics: true,
    hasAdmin: true,
    openapiSpec: null,
    ...of,
  };
}

function file(path: string, described: ConfiguredServer | null): ConfigFile {
  const result = described
    ? ({ ok: true, server: described } as const)
    : ({ ok: false, fault: { kind: 'no_settings' } } as const);
  return { name: path, path, folders: path.split('/').slice(0, -1), result };
}

function target(port: number, of: Partial<NamedServer> = {}): NamedServer {
  const metricsUrl = `http://127.0.0.1:${port}/metrics`;
  return {
    name: 'it',
    metricsUrl,
    adminUrl: `http://127.0.0.1:${port + 1}`,
    recorderUrl: '',
    ...of,
  };
}

function summary(found: readonly FoundServer[]): string[] {
  return found.map(({ origin, name, files }) =>
    [origin, name, ...files.map(({ path }) => path)].join(' '),
  );
}

describe('foundServers', () => {
  it('lists what files name, the default ports and what was there before', () => {
    const found = foundServers(
      [file('shop/orders/mockforge.yaml', server(1)), file('shop/mockforge.yml', server(2))],
      [target(3, { name: 'before' })],
    );
    assert.deepEqual(summary(found), [
      'file shop shop/mockforge.yml',
      'file orders shop/orders/mockforge.yaml',
      'usual 127.0.0.1:9090',
      'earlier before',
    ]);
  });

  it('lists each address once, by the outermost file that names it', () => {
    const found = foundServers(
      [
        file('shop/a/mockforge.yaml', server(9090)),
        file('shop/mockforge.yaml', server(9090)),
        file('shop/b/mockforge.yaml', server(7)),
      ],
      [target(7), target(7, { adminUrl: 'http://127.0.0.1:1' }), target(9090)],
    );
    assert.deepEqual(summary(found), [
      'file shop shop/mockforge.yaml shop/a/mockforge.yaml',
      'file b shop/b/mockforge.yaml',
    ]);
  });

  it('takes a slash at the end for none', () => {
    const found = foundServers(
      [],
      [target(9090, { metricsUrl: 'http://127.0.0.1:9090/metrics/' })],
    );
    assert.deepEqual(summary(found), ['usual 127.0.0.1:9090']);
  });

  it('leaves others at the address of a file whose metrics are off, and each file that is wrong', () => {
    const found = foundServers(
      [
        file('shop/mockforge.yaml', server(9090, { hasMetrics: false })),
        file('shop/a/mockforge.yaml', null),
        file('shop/b/mockforge.yaml', null),
      ],
      [],
    );
    assert.deepEqual(summary(found), [
      'file shop shop/mockforge.yaml',
      'file a shop/a/mockforge.yaml',
      'file b shop/b/mockforge.yaml',
      'usual 127.0.0.1:9090',
    ]);
  });

  it('tells folders of the same name apart by those before them', () => {
    const found = foundServers(
      [
        file('w/orders/mock/mockforge.yaml', server(1)),
        file('w/users/mock/mockforge.yaml', server(2)),
        file('w/users/mock/.mockforge.yaml', server(3)),
        file('w/shop/mockforge.yaml', server(4)),
      ],
      [],
    );
    assert.deepEqual(
      found.map(({ name }) => name),
      ['shop', 'orders/mock', 'users/mock', 'users/mock', '127.0.0.1:9090'],
    );
  });

  it('loses nothing and lists no address twice, whatever there is', () => {
    const port = fc.constantFrom(9090, 9190, 9290);
    const folder = fc.constantFrom('a', 'b', 'c');
    const configFile = fc
      .tuple(
        fc.array(folder, { maxLength: 3 }),
        fc.constantFrom('mockforge.yaml', '.mockforge.yml'),
        fc.option(fc.tuple(port, fc.boolean())),
      )
      .map(([folders, name, described]) =>
        file(
          ['w', ...folders, name].join('/'),
          described && server(described[0], { hasMetrics: described[1] }),
        ),
      );
    const property = fc.property(
      fc.uniqueArray(configFile, { selector: ({ path }) => path, maxLength: 6 }),
      fc.array(port.map((at) => target(at))),
      (files, earlier) => {
        const found = foundServers(files, earlier);
        const listed = found.flatMap((one) => one.files);
        assert.deepEqual(new Set(listed), new Set(files));
        assert.equal(listed.length, files.length);
        const asked = found.flatMap(({ result }) =>
          result.ok && result.server.hasMetrics ? result.server.metricsUrls : [],
        );
        assert.equal(new Set(asked).size, asked.length);
        const known = [...earlier.map(({ metricsUrl }) => metricsUrl), target(9090).metricsUrl];
        assert.ok(known.every((url) => asked.includes(url)));
        // Files in different folders have different names.
        const folderOf = new Map<string, string>();
        for (const { name, files: named } of found) {
          const [first] = named;
          if (!first) continue;
          const folders = first.folders.join('/');
          assert.equal(folderOf.get(name) ?? folders, folders, name);
          folderOf.set(name, folders);
        }
      },
    );
    fc.assert(property, { seed: 1 });
  });
});

describe('isAt', () => {
  it('is so where a target has addresses of the server', () => {
    const { metricsUrls, ...others } = server(1);
    const twoPlaces: ConfiguredServer = {
      ...others,
      metricsUrls: [...metricsUrls, 'http://127.0.0.1:1/prom'],
    };
    assert.ok(isAt(target(1), twoPlaces));
    assert.ok(isAt(target(1, { metricsUrl: 'http://127.0.0.1:1/prom' }), twoPlaces));
    assert.ok(!isAt(target(1, { metricsUrl: 'http://127.0.0.1:1/other' }), twoPlaces));
    assert.ok(!isAt(target(1, { adminUrl: 'http://127.0.0.1:1' }), twoPlaces));
    assert.ok(hasMetricsAt(twoPlaces, 'http://127.0.0.1:1/prom'));
  });

  it('looks at the mocks only where both say where they are', () => {
    const mocks = 'http://127.0.0.1:3000';
    const named = server(1, { recorderUrl: mocks });
    assert.ok(isAt(target(1), named));
    assert.ok(isAt(target(1, { recorderUrl: mocks }), named));
    assert.ok(isAt(target(1, { recorderUrl: mocks }), server(1)));
    assert.ok(!isAt(target(1, { recorderUrl: 'http://127.0.0.1:3100' }), named));
  });
});

describe('freeName', () => {
  it('counts on where others have the name', () => {
    assert.equal(freeName('shop', []), 'shop');
    assert.equal(freeName('shop', ['shop', 'shop 2']), 'shop 3');
  });
});
