/** The tests of the project in the current folder: `npm test --workspace <folder> -- <files, and options of Jest>`. */
import { runJestInPlace } from './jest-in-place.mjs';

runJestInPlace(process.cwd(), process.argv.slice(2));
