import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connection } from '../connection/connection.svelte.ts';
import { language } from '../text/language.svelte.ts';
import ConnectionBar from './connection-bar.svelte';

beforeEach(() => {
  language.current = 'en';
  connection.status = 'online';
  connection.hasNewVersion = false;
  connection.isDetour = false;
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('says nothing while all is well', () => {
  render(ConnectionBar);
  expect(screen.getByRole('status').textContent.trim()).toBe('');
});

test('offers to reload when another version of the server answers', async () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  connection.hasNewVersion = true;
  render(ConnectionBar);
  expect(screen.getByRole('status').textContent).toContain('A new version is here.');
  await fireEvent.click(screen.getByRole('button', { name: 'Reload' }));
  expect(reload).toHaveBeenCalledOnce();
});

test('a lost connection is said before a new version', () => {
  connection.status = 'offline';
  connection.hasNewVersion = true;
  render(ConnectionBar);
  expect(screen.getByRole('status').textContent).toContain('No connection to the fair.');
  expect(screen.queryByText('A new version is here.')).toBeNull();
});

test('a slower way is said once, until it is closed', async () => {
  connection.isDetour = true;
  render(ConnectionBar);
  expect(screen.getByRole('status').textContent).toContain('This network only allows a slower connection.');
  await fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.getByRole('status').textContent.trim()).toBe('');
});
