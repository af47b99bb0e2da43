/** What passed and what failed so far, over all checks and projects. */
export function emptyTally() {
  const failures = [];
  return {
    passed: 0,
    get failed() {
      return failures.length;
    },
    pass(count = 1) {
      this.passed += count;
    },
    fail(name, output = '') {
      failures.push({ name, output });
    },
    showFailures() {
      for (const { name, output } of failures) console.log(`\n✗ ${name}\n${indent(output)}`);
      console.log();
    },
  };
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
