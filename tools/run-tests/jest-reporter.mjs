/**
 * Beside Jest's own reporter. A run in which no test ran has failed: a name that matches nothing proves nothing. And the process
 * ends when nothing is left to do: Node.js would first wait for the last requests of its closed handles, at times for ever.
 */
export default class {
  #error;
  #hasFailed = false;

  onRunStart() {
    process.on('exit', (code) => process.exit(this.#hasFailed ? 1 : code));
  }

  /** Whoever watches a run that shows nothing sees that it goes on. */
  onTestCaseResult() {
    if (!process.stderr.isTTY) process.stderr.write('.');
  }

  onRunComplete(_, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    this.#hasFailed = failed > 0 || numPassedTests === 0;
    if (numPassedTests + failed > 0) return;
    this.#error = new Error('No test ran: nothing matches the files and names that were asked for');
    console.error(this.#error.message);
  }

  getLastError() {
    return this.#error;
  }
}
