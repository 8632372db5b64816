/** @module `visage models`: fetch, verify and list the neural networks. */
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('models [names...]')
    .description('fetch and verify the models that analyse photos: the defaults, those of EMBEDDER and SECOND_OPINION, and whatever is named')
    .option('--list', 'only list the models, with licence and source')
    .option('--verify', 'only check what is on this machine; fetch nothing')
    .action(async (names: string[], options: { list?: boolean; verify?: boolean }) => {
      const { listModels, prepareModels } = await import('./models.run.js');
      if (options.list) await listModels(process.stdout);
      else await prepareModels(process.stdout, names, options.verify !== true);
    });
}
