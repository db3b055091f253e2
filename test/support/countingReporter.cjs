// Mocha's spec reporter that also leaves its counts and the names of what failed as JSON in the file that
// TEST_RESULT_FILE names, for whoever started the tests and cannot see more of them than an exit code.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on('fail', (test, { message }) => {
      failures.push(`${test.fullTitle()}: ${message.split('\n')[0]}`);
    });
    runner.once('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = runner.stats;
      const file = process.env.TEST_RESULT_FILE;
      if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped, failures }));
    });
  }
};
