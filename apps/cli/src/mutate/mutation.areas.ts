/**
 * @module Where `visage mutate` puts faults, area by area: whose tests judge them, and how many they should notice.
 * This is the only place that says so; a package that is in no area and has no reason to be in none fails a test.
 */

export interface MutationArea {
  /** A folder of the repository, or a name for several. */
  name: string;
  /** Where its code is. */
  folders: readonly string[];
  /** Folders whose tests are run in addition to those beside the code. */
  judges?: readonly string[];
  /** Percentage of faults that the tests should notice. */
  goal: number;
  /** Whether prose is changed, too: for code in which a string decides something instead of saying something. */
  prose?: boolean;
  /** Maximum number of test files that judge a fault, for areas in which each starts a gateway. */
  mostFiles?: number;
}

const FEW = 6;

/** Who may open what to whom, what must not be read or lost, and who is who. */
const STRICT = 85;
const PLAIN = 70;

const GATEWAY = 'apps/gateway/src';
const GUESTS_AND_SESSIONS = [
  'access',
  'collaborator',
  'guest',
  'guest-drive',
  'limit',
  'session',
  'share',
  'user',
].map((folder) => `${GATEWAY}/${folder}`);

export const MUTATION_AREAS: readonly MutationArea[] = [
  { name: 'libs/access', folders: ['libs/access/src'], goal: STRICT, prose: true },
  { name: 'libs/crypto', folders: ['libs/crypto/src'], goal: STRICT, prose: true },
  { name: 'libs/clustering', folders: ['libs/clustering/src'], goal: STRICT },
  {
    name: 'libs/drive: the rules of mirrors',
    folders: ['libs/drive/src/mirror.rules.ts'],
    judges: ['libs/drive/src'],
    goal: STRICT,
  },
  {
    name: 'libs/drive: everything else',
    folders: ['libs/drive/src'],
    judges: ['libs/testing/src', 'apps/drive-sync/src'],
    goal: PLAIN,
    mostFiles: FEW,
  },
  { name: 'libs/storage', folders: ['libs/storage/src'], goal: STRICT },
  { name: 'libs/keys', folders: ['libs/keys/src'], goal: STRICT },
  { name: 'libs/originals', folders: ['libs/originals/src'], goal: STRICT },
  { name: 'libs/queues', folders: ['libs/queues/src'], goal: STRICT, prose: true },
  { name: 'libs/models', folders: ['libs/models/src'], goal: PLAIN },
  { name: 'libs/contracts', folders: ['libs/contracts/src'], goal: PLAIN },
  { name: 'libs/embedded', folders: ['libs/embedded/src'], goal: PLAIN },
  { name: 'libs/vision', folders: ['libs/vision/src'], goal: PLAIN },
  {
    name: 'libs/host',
    folders: ['libs/host/src'],
    // a worker from start to end
    judges: ['apps/drive-sync/src/drive-sync.worker.test.ts'],
    goal: PLAIN,
  },
  {
    name: 'libs/database',
    folders: ['libs/database/src'],
    judges: ['apps/gateway/src', 'apps/drive-sync/src'],
    goal: PLAIN,
    mostFiles: FEW,
  },
  { name: 'apps/clusterer', folders: ['apps/clusterer/src'], goal: PLAIN },
  { name: 'apps/detector', folders: ['apps/detector/src'], goal: PLAIN },
  { name: 'apps/embedder', folders: ['apps/embedder/src'], goal: PLAIN },
  { name: 'apps/drive-sync', folders: ['apps/drive-sync/src'], goal: PLAIN },
  {
    name: 'apps/gateway: guests and sessions',
    folders: GUESTS_AND_SESSIONS,
    judges: [GATEWAY],
    goal: STRICT,
    mostFiles: FEW,
  },
  { name: 'apps/gateway: everything else', folders: [GATEWAY], goal: PLAIN, mostFiles: FEW },
  { name: 'apps/cli', folders: ['apps/cli/src'], goal: PLAIN },
  { name: 'apps/web: everything but pages', folders: ['apps/web/src'], goal: PLAIN },
];

/** Packages without an area, each with its reason. */
export const UNMEASURED: Readonly<Record<string, string>> = {
  'libs/api-client': 'generated from the OpenAPI description',
  'libs/testing': 'servers for tests, in no product',
};

/** Code that is not judged, each with its reason in benchmarks/mutation/README.md. */
const LEFT_OUT: readonly RegExp[] = [
  /[.]test[.]tsx?$/,
  /[.](store[.]contract|fixture)[.]ts$/, // tests that adapters share, and their data
  /[.]d[.]ts$/,
  /[/](testing|generated)[/]/,
  /[/]main[.]ts$/, // starts a process; end-to-end tests do
  /[.](main|worker)[.]ts$/, // so do these
  /^apps[/]cli[/]src[/]mutate[/]mutant[.]setup[.]ts$/, // runs in the tests themselves
  // pages and what only lives in them are tested in a browser by the end-to-end tests
  /[.]tsx$/,
  /^apps[/]web[/]src[/].*[.](hook|query|api)[.]ts$/,
  /^apps[/]web[/]src[/]texts[/](en|de)[.]ts$/,
  // so is what needs a browser's storage, connection or script loader
  /^apps[/]web[/]src[/](upload[/](uploader|upload[.]registry)|guest[/]later[.]pages)[.]ts$/,
];

/**
 * Those of `files` (paths in the repository) that belong to the area: a folder named by an earlier area belongs to
 * that one.
 */
export function sourcesOf(area: MutationArea, files: readonly string[]): string[] {
  const taken = MUTATION_AREAS.slice(0, MUTATION_AREAS.indexOf(area)).flatMap((earlier) => earlier.folders);
  return files.filter(
    (file) =>
      file.endsWith('.ts') &&
      isIn(file, area.folders) &&
      !isIn(file, taken) &&
      !LEFT_OUT.some((left) => left.test(file)),
  );
}

/** Those of `files` that are tests judging the area. */
export function testsOf(area: MutationArea, files: readonly string[]): string[] {
  return files.filter((file) => isTest(file) && isIn(file, [...area.folders, ...(area.judges ?? [])]));
}

export function isTest(file: string): boolean {
  return /[.]test[.]tsx?$/.test(file) && /^(apps|libs)[/]/.test(file);
}

/** Whether the file is one of `places` or inside one of them. */
export function isIn(file: string, places: readonly string[]): boolean {
  return places.some((place) => place === '' || file === place || file.startsWith(`${place}/`));
}

/** The area's name as part of a file name. */
export function slugOf(area: Pick<MutationArea, 'name'>): string {
  return area.name.replaceAll(/[^a-z0-9]+/g, '-');
}
