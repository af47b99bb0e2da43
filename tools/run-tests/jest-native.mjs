import { createRequire, setSourceMapsSupport } from 'node:module';
import { pathToFileURL } from 'node:url';
import { importTypeScript } from './import-typescript.mjs';

const require = createRequire(import.meta.url);
const runWithCircus = require('jest-circus/runner').default;

importTypeScript();
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });

/**
 * Jest's own way to run a file, but in Node.js itself: modules are loaded once for all files of a run, by the loader with which
 * the services run, and not once more for each file in a world of its own.
 */
export default function runTestFile(globalConfig, config, environment, runtime, testPath, ...rest) {
  // Jest's own way to name lines knows only what Jest has compiled.
  delete Error.prepareStackTrace;
  const native = {
    requireInternalModule: requireAnew,
    requireModule: require,
    setGlobalsForRuntime: (globals) => Object.assign(globalThis, globals),
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(pathToFileURL(path).href),
    enterTestCode: () => {},
    leaveTestCode: () => {},
  };
  return runWithCircus(globalConfig, config, { global: globalThis }, native, testPath, ...rest);
}

const eventHandlers = Symbol.for('EVENT_HANDLERS');

/** What Jest remembers of a file is not for the next one. */
function requireAnew(path) {
  delete globalThis[eventHandlers];
  delete require.cache[path];
  return require(path);
}
