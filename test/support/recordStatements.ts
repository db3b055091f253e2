import { writeFileSync } from 'node:fs';
import { expandedText, recordedStatements } from './expandedStatements';

/** Writes down the statements with their columns, after these changed: `node out/test/support/recordStatements.js`. */
writeFileSync(recordedStatements, expandedText());
