import { deepEqual, equal } from 'node:assert/strict';
import { EndpointNames, namesKept } from '../../../../src/collector/account/endpointNames';
import { RouteTable } from '../../../../src/domain/routeTable';
import { dayMs } from '../../../../src/domain/time';
import { AccountBench } from '../../../support/accountBench';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { after, noon } from '../../../support/times';

const routes = new RouteTable([{ method: 'GET', template: '/items/{sku}' }]);

function newNames(): { names: EndpointNames; others: () => number } {
  const diagnostics = {
    droppedSamples: 0,
    seriesAnomalies: 0,
    lateRows: 0,
    lateFaults: 0,
    clockSteps: 0,
    otherEndpoints: 0,
    countedFromLog: 0,
    unequalHistograms: 0,
    repeatedSamples: 0,
    brokenHistograms: 0,
    otherServers: 0,
    unreadableEntries: 0,
    lastUnreadable: null,
  };
  const names = new EndpointNames({ names: new Map(), diagnostics });
  names.setRoutes(routes);
  return { names, others: () => diagnostics.otherEndpoints };
}

function fill(names: EndpointNames, at = noon): void {
  for (let i = 0; i < namesKept; i++) names.ofPath(`/page-${i}`, at);
}

describe('EndpointNames', () => {
  it('keeps 2000 names that are no templates, the rest is (other)', () => {
    const { names, others } = newNames();
    fill(names);
    equal(names.ofPath('/one-more', noon), '(other)');
    equal(names.ofPath('/page-7', noon), '/page-7');
    equal(names.ofPath('/page-1999', noon), '/page-1999');
    equal(others(), 1);
  });

  it('counts no route, told by its template, a path or its name, but what only looks like a template', () => {
    const { names, others } = newNames();
    fill(names);
    equal(names.ofPath('/items/{sku}', noon), '/items/:sku');
    equal(names.ofPath('/items/abc', noon), '/items/:sku');
    equal(names.admit('/items/:sku', noon), '/items/:sku');
    equal(others(), 0);
    equal(names.ofPath('/orders/{id}', noon), '(other)');
    equal(names.ofPath('/find/{"name":"word1"}', noon), '(other)');
    equal(others(), 2);
  });

  it('has a place for templates that the list of routes lacks, as for any name', () => {
    const { names, others } = newNames();
    equal(names.ofPath('/hello/{name}', noon), '/hello/:name');
    fill(names);
    equal(names.ofPath('/hello/{name}', noon), '/hello/:name');
    equal(others(), 1);
  });

  it('counts ids of one kind as one name', () => {
    const { names, others } = newNames();
    for (let i = 0; i < 3 * namesKept; i++) equal(names.ofPath(`/users/${i}`, noon), '/users/:id');
    equal(others(), 0);
  });

  it('gives the place of a name to another when no minute row can hold it any more', () => {
    const { names } = newNames();
    fill(names);
    names.ofPath('/page-0', noon + 5 * dayMs);
    equal(names.ofPath('/later', noon + 6 * dayMs), '(other)');
    equal(names.ofPath('/later', noon + 7 * dayMs), '/later');
    equal(names.ofPath('/page-0', noon + 7 * dayMs), '/page-0');
  });
});

describe('TrafficAccount: more names than are kept', () => {
  it('counts every request, tells how many have no name of their own, and keeps no more names', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.scrape(noon);
    let served = 0;
    for (let tick = 1; tick <= 5; tick++) {
      for (let i = 0; i < 900; i++) {
        server.serve({ at: after(15 * tick - 10), path: `/slug-${served++}` });
      }
      bench.scrape(after(15 * tick));
    }
    bench.scrape(after(90));
    bench.scrape(after(105));
    deepEqual(bench.books.totals, { 'http GET 200': 4500 });
    equal(bench.books.byEndpoint['http GET 200 (other)'], 2500);
    equal(bench.state.diagnostics.otherEndpoints, 2500);
    equal(bench.state.names.size, namesKept);
    bench.books.assertSound();
  });

  it('takes no braces of clients for a template, in the log or in the metrics', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.setRoutes(routes);
    bench.scrape(noon);
    const find = (word: number): string => `/find/{"name":"word${word}"}`;
    for (let i = 0; i < 1000; i++) server.serve({ at: after(5), path: find(i) });
    bench.scrape(after(15));
    for (let i = 1000; i < 2500; i++) {
      const labels = { fault_type: 'http_error', endpoint: find(i) };
      server.move('mockforge_chaos_faults_total', labels, 1);
      server.count({ at: after(16), status: 500 });
    }
    for (const second of [30, 45, 60]) bench.scrape(after(second));
    const { byEndpoint } = bench.books;
    equal(byEndpoint[`http GET 200 ${find(7)}`], 1);
    equal(byEndpoint[`http GET 500 ${find(1500)}`], 1);
    equal(byEndpoint['http GET 500 (other)'], 500);
    equal(Object.keys(byEndpoint).length, namesKept + 1);
    equal(bench.state.names.size, namesKept);
  });

  it('keeps faults at raw paths countable from scrape to scrape', () => {
    const server = new MockForgeModel(after(-3600));
    const bench = new AccountBench(server);
    bench.scrape(noon);
    bench.scrape(after(15));
    const fault = (name: string): void => {
      server.move('mockforge_chaos_faults_total', { fault_type: 'http_error', endpoint: name }, 1);
      server.count({ at: after(16), status: 500 });
    };
    for (let i = 0; i < 2500; i++) fault(`/slug-${i}`);
    bench.scrape(after(30));
    for (let i = 2000; i < 2300; i++) fault(`/slug-${i}`);
    for (const second of [45, 60, 75]) bench.scrape(after(second));
    deepEqual(bench.books.totals, { 'http GET 500': 2800 });
    equal(bench.books.byEndpoint['http GET 500 (other)'], 800);
    equal(bench.state.diagnostics.lateFaults, 0);
    equal(bench.state.faults.baseline?.size, namesKept + 1);
  });
});
