/** @module The command line by which the Prisma CLI starts a schema engine. */

/**
 * @param {string[]} argv Arguments after the program's name.
 * @returns {{ version: boolean, databaseUrl: string | undefined, datamodels: string[], command: string | undefined }}
 */
export function parseEngineArguments(argv) {
  const valuesOf = (flag) => argv.flatMap((argument, index) => (argument === flag ? [argv[index + 1]] : []));
  const datasource = JSON.parse(valuesOf('--datasource')[0] ?? '{}');
  const cli = argv.indexOf('cli');
  return {
    version: argv.includes('--version'),
    databaseUrl: datasource.url || undefined,
    datamodels: valuesOf('--datamodels'),
    command: cli === -1 ? undefined : argv[cli + 1],
  };
}
