import { inRepository } from '../bootstrap/repository.mjs';

/** The tests and the services that they start load the same packages again and again: Node.js keeps what it compiled of them. */
export const compiledOnce = { NODE_COMPILE_CACHE: inRepository('node_modules/.cache/node') };
