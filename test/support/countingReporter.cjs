// Mocha's spec reporter that also leaves its counts and the names of what failed as JSON in the file that
// TEST_RESULT_FILE names, for whoever started the tests and cannot see more of them than an exit code.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    /** @type {string[]} */
    const failures = [];
    /** @type {(test: import('mocha').Test, error: Error) => void} */
    const note = (test, { message }) => {
      failures.push(`${test.fullTitle()}: ${message.split('\n', 1).join()}`);
    };
    runner.on('fail', note);
    runner.once('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      const file = process.env.TEST_RESULT_FILE;
      if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped, failures }));
    });
  }
};
