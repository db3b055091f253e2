#!/usr/bin/env node
// Stands in for the desktop VS Code where @vscode/test-electron is told to start one.
const program = new URL('../../out/test/host/hostedSuite.js', import.meta.url);
/** @type {unknown} */
const built = await import(program.href);
const { runHostedSuite } = /** @type {typeof import('./hostedSuite')} */ (built);

process.exit(await runHostedSuite(process.argv.slice(2)));
