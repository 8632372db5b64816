/** @module `visage migrate`: brings the database's schema up to date; deployments run it before the apps start. */
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('migrate')
    .description('apply the migrations that DATABASE_URL does not have yet (./visage up does so by itself)')
    .action(async () => (await import('./migrate.run.js')).runMigrate());
}
