import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first, so that none runs alone at the end. */
const FIRST = ['drive', 'kill', 'guest', 'party', 'dev', 'accessibility', 'start', 'upload', 'journey'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = FIRST.findIndex((name) => moduleId.endsWith(`/${name}.e2e.ts`));
      return at === -1 ? FIRST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

// One platform for all files but those that kill its apps, or change what everybody sees: these start one of their own.
// Three files at a time, since each waits half of its time for a browser, or for what is done in the background.
export default defineConfig({
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['node'] } },
  test: {
    root: import.meta.dirname,
    globalSetup: ['support/platform.setup.ts'],
    include: ['*.e2e.ts'],
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
