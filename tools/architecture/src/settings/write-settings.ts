import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { renderSettings } from './render-settings.ts';
import { readServiceSettings } from './service-settings.ts';

writeFileSync(
  join(workspaceRoot, 'docs/settings.md'),
  renderSettings(await readServiceSettings(workspaceRoot, 'dist/config.js')),
);
