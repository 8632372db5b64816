import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outputFolder } from './output.folder.js';

let root: string;
let out: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-output-'));
  out = join(root, 'out');
  await mkdir(join(out, '.visage-sort'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

async function holdFor(pid: number | undefined): Promise<void> {
  await writeFile(join(out, '.visage-sort/running.pid'), String(pid));
}

it('does not let two runs write into one folder at the same time', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)', 'sort']);
  try {
    await new Promise((resolve) => other.once('spawn', resolve));
    await holdFor(other.pid);
    await expect(outputFolder(root, out)).rejects.toThrow(`Another sort (process ${other.pid})`);
  } finally {
    other.kill('SIGKILL');
  }
});

it('takes the folder over from a run that was killed, even if its pid has been given to another program', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.once('close', resolve));
  for (const pid of [gone.pid, process.ppid]) {
    await holdFor(pid);
    const folder = await outputFolder(root, out);
    await folder.release();
  }
});
