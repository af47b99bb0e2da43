import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { readEventFlow } from './event-flow.ts';
import { eventsForObservers } from './events-for-observers.ts';
import { renderEventFlow } from './render-event-flow.ts';

writeFileSync(
  join(workspaceRoot, 'docs/event-flow.md'),
  renderEventFlow(readEventFlow(workspaceRoot), eventsForObservers),
);
