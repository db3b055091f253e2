#!/usr/bin/env node
// Stands in for the desktop VS Code where @vscode/test-electron is told to start one.
import { runHostedSuite } from '../../out/test/host/hostedSuite.js';

process.exit(await runHostedSuite(process.argv.slice(2)));
