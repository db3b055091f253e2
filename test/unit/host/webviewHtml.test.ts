import { strict as assert } from 'node:assert';
import { webviewHtml } from '../../../src/host/dashboard/webviewHtml';

const page = {
  language: 'en',
  cspSource: 'https://csp.example',
  scriptUri: 'https://csp.example/dist/webview.js',
  styleUri: 'https://csp.example/dist/webview.css',
};

describe('webviewHtml', () => {
  it('permits our script and styles and nothing else', () => {
    const html = webviewHtml(page, 'abc');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-abc'; style-src https://csp.example 'nonce-abc'; " +
        'font-src https://csp.example; img-src https://csp.example',
    );
    assert.ok(html.includes('<meta property="csp-nonce" content="abc">'));
  });

  it('has no script or style of its own', () => {
    const html = webviewHtml(page);
    assert.equal([...html.matchAll(/<script/g)].length, 1);
    assert.match(html, /<script type="module" nonce="[0-9a-f]{32}" src="[^"]+"><\/script>/);
    assert.doesNotMatch(html, /<style| style=| on\w+=/);
  });

  it('takes a new nonce each time', () => {
    assert.notEqual(webviewHtml(page), webviewHtml(page));
  });
});
