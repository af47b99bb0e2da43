import { readConfig } from './config.ts';
import { startSimulators } from './simulators.ts';

const simulators = await startSimulators(readConfig(process.env));
const { intune, workspaceOne, mobileiron } = simulators;

// Before it says that it is ready: who hears that may end it at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void simulators.stop();
  });
}

process.stdout.write(`${JSON.stringify({ ready: true, intune, workspaceOne, mobileiron })}\n`);
