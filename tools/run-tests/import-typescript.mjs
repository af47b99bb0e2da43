import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { kept } from './kept.mjs';

/** The condition under which a library of this workspace is its sources instead of its build. */
const fromSources = '@mdm-gate/source';

const decorators = {
  swcrc: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  inlineSourcesContent: false,
};

/** From here on, this process imports the sources of this workspace as they are. */
export function importTypeScript() {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith('@mdm-gate/')
        ? next(specifier, { ...context, conditions: [...(context.conditions ?? []), fromSources] })
        : next(specifier, context),
    load(url, context, next) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
      const filename = fileURLToPath(url);
      const text = readFileSync(filename, 'utf8');
      const source = kept(
        JSON.stringify([decorators, filename, text]),
        () => transformSync(text, { ...decorators, filename }).code,
      );
      return { format: 'module', source, shortCircuit: true };
    },
  });
}
