import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { asyncapiText } from './asyncapi-document.ts';

writeFileSync(join(workspaceRoot, 'docs/asyncapi.json'), asyncapiText());
