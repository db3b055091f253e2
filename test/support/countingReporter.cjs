// Mocha's spec reporter that also leaves its counts, the names of what failed and the slowest tests as JSON in the file
// that TEST_RESULT_FILE names, for whoever started the tests and cannot see more of them than an exit code.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

const shownAsSlow = 10;
const shownOfMessage = 12;

/**
 * The beginning of a message, where a property tells how to come to its failure again, and where in the tests it was.
 * @param {Error} error
 */
function told({ message, stack = '' }) {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  const places = stack.split('\n').filter((line) => /^ +at .*\btest\b/.test(line));
  const own = places.filter((line) => !line.includes('node_modules')).slice(0, 2);
  return [...lines.slice(0, shownOfMessage), ...own].join('\n  ');
}

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
    const note = (test, error) => {
      failures.push(`${test.fullTitle()}: ${told(error)}`);
    };
    runner.on('fail', note);
    /** @type {{ title: string, seconds: number }[]} */
    const durations = [];
    runner.on('pass', (test) => {
      durations.push({ title: test.fullTitle(), seconds: (test.duration ?? 0) / 1000 });
    });
    runner.once('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      const file = process.env.TEST_RESULT_FILE;
      const slowest = durations.sort((a, b) => b.seconds - a.seconds).slice(0, shownAsSlow);
      if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped, failures, slowest }));
    });
  }
};
