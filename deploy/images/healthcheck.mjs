/**
 * Whether the program of this container answers: `node healthcheck.mjs <port> <path> [<variable>]`. The variable names the
 * setting that may put it on another port.
 */
const [standard, path, variable = ''] = process.argv.slice(2);
const port = process.env[variable] ?? standard;
const isWell = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(10_000) }).then(
  ({ status }) => status < 500,
  () => false,
);
process.exitCode = isWell ? 0 : 1;
