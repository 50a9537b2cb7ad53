import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { demoFair, importFair, type Server } from './server.ts';

export interface Change {
  file: string;
  from: string | RegExp;
  to: string;
}

/** As an organiser who edits the demo fair's folder and imports it while the fair runs; without changes: as it was. */
export async function importChanged(server: Server, changes: readonly Change[] = []): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stollen-folder-'));
  try {
    await cp(demoFair, folder, { recursive: true });
    for (const { file, from, to } of changes) {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      const changed = text.replace(from, to);
      expect(changed, `${file} has ${from}`).not.toBe(text);
      await writeFile(path, changed);
    }
    await importFair(folder, server.data);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
