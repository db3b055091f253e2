import { strict as assert } from 'node:assert';
import { movedText } from '../../../../src/host/connect/movedText';
import { english } from '../../../../src/sentences/localize';

describe('movedText', () => {
  const target = {
    name: 'shop',
    metricsUrl: 'http://127.0.0.1:9090/metrics',
    adminUrl: 'http://127.0.0.1:9080',
    recorderUrl: 'http://127.0.0.1:3000',
  };
  const at = (metrics: number, admin: number): string =>
    movedText(
      'mockforge.yaml',
      target,
      {
        metricsUrls: [`http://127.0.0.1:${metrics}/metrics`],
        adminUrls: [`http://127.0.0.1:${admin}`],
        recorderUrl: 'http://127.0.0.1:3100',
      },
      english,
    );

  it('names what is elsewhere', () => {
    const end = 'Update shop, which keeps its data?';
    assert.equal(at(9091, 9080), `mockforge.yaml now says metrics at 127.0.0.1:9091. ${end}`);
    assert.equal(at(9090, 9081), `mockforge.yaml now says admin API at 127.0.0.1:9081. ${end}`);
    assert.equal(
      at(9091, 9081),
      `mockforge.yaml now says metrics at 127.0.0.1:9091, admin API at 127.0.0.1:9081. ${end}`,
    );
    assert.equal(at(9090, 9080), `mockforge.yaml now says mocks at 127.0.0.1:3100. ${end}`);
  });
});
