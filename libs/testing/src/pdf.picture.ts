/** @module The pages of a PDF as pictures, drawn by poppler: the installed one, else Debian's, unpacked. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DebianPackageError, unpackDebianPackages } from '@visage/embedded/debian.package';

const run = promisify(execFile);

/** Draws each page of a PDF as a PNG, in order. */
export type PdfRenderer = (pdf: Uint8Array, dpi: number) => Promise<Buffer[]>;

/** @returns undefined if poppler is neither installed nor available: `say` is told why. */
export async function findPdfRenderer(
  cacheDir: string,
  say: (why: string) => void,
): Promise<PdfRenderer | undefined> {
  if (await works({})) return (pdf, dpi) => draw(pdf, dpi, {});
  try {
    const { env } = await unpackDebianPackages({ packages: ['poppler-utils'], cacheDir, label: 'poppler' });
    return (pdf, dpi) => draw(pdf, dpi, env);
  } catch (error) {
    if (!(error instanceof DebianPackageError)) throw error;
    say(`${error.message} (apt-get install poppler-utils)`);
    return undefined;
  }
}

async function works(env: Record<string, string>): Promise<boolean> {
  return run('pdftoppm', ['-v'], environment(env)).then(
    () => true,
    () => false,
  );
}

async function draw(pdf: Uint8Array, dpi: number, env: Record<string, string>): Promise<Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'visage-pdf-'));
  try {
    const file = join(folder, 'in.pdf');
    await writeFile(file, pdf);
    await run('pdftoppm', ['-r', String(dpi), '-png', file, join(folder, 'page')], environment(env));
    const pages = (await readdir(folder)).filter((name) => name.endsWith('.png')).sort();
    return await Promise.all(pages.map((name) => readFile(join(folder, name))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function environment(env: Record<string, string>): { env?: Record<string, string> } {
  return Object.keys(env).length === 0 ? {} : { env };
}
