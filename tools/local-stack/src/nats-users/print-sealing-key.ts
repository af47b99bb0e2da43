import { Command } from 'commander';
import { sealingKeyIn } from './sealing-key.ts';

new Command('keys:sealing')
  .requiredOption('--master-keys <file>', "the service's master keys")
  .action(({ masterKeys }: { readonly masterKeys: string }) => {
    console.log(sealingKeyIn(masterKeys));
  })
  .parse();
