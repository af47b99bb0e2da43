import { Command } from 'commander';
import { playStory, runStack } from './run.ts';

/** Bootstrapping has built everything by now; this starts it. */
const program = new Command('local-stack').description('MDM Gate on this machine, on real servers');

program
  .command('story')
  .description("starts everything, plays the product's story, and stays up until Ctrl-C")
  .option('--exit', 'end after the story, with exit code 0 when every step passed')
  .action(async (options: { exit?: true }) => {
    process.exitCode = await playStory({ thenExit: options.exit === true });
  });

program
  .command('stack')
  .description('starts everything on an empty database and stays up until Ctrl-C')
  .action(async () => {
    process.exitCode = await runStack();
  });

await program.parseAsync();
