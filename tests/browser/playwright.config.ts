import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const browser = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
if (!browser) throw new Error('no Chromium: install the packages of scripts/packages/test.txt');

export default defineConfig({
  testDir: '.',
  // Pictures for the documents are made on demand only; see scripts/readme-picture.
  testMatch: process.env['BROWSER_FILES'] ?? '*.spec.ts',
  // tsconfig.json is for the type check; at run time packages are found by NODE_PATH (see run).
  tsconfig: './tsconfig.run.json',
  outputDir: '../artefacts/browser',
  reporter: 'list',
  // Each file starts a server of its own, and a test that passes at the second try has not passed.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    viewport: { width: 1280, height: 860 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: browser, args: ['--no-sandbox'] },
  },
});
