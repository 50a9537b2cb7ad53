import type { BoothId } from '@protocol';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { connection } from '../../connection/connection.svelte.ts';
import { language } from '../../text/language.svelte.ts';
import DutySwitch from './duty-switch.svelte';

language.current = 'en';
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const boothId = 'booth' as BoothId;
const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });

test('the state that the booth knows is chosen', () => {
  render(DutySwitch, { boothId, duty: 'pause' });
  expect(radio('On a break').checked).toBe(true);
  expect(radio('Free').checked).toBe(false);
});

test('a choice is sent with the booth', async () => {
  const call = vi.spyOn(connection, 'call').mockResolvedValue({});
  render(DutySwitch, { boothId, duty: 'off' });
  await fireEvent.click(radio('Free'));
  expect(call).toHaveBeenCalledExactlyOnceWith('booth.set_duty', { booth_id: boothId, duty: 'free' });
});

test('a refused choice goes back and says so', async () => {
  vi.spyOn(connection, 'call').mockRejectedValue(new Error('refused'));
  render(DutySwitch, { boothId, duty: 'off' });
  await fireEvent.click(radio('Free'));
  expect((await screen.findByRole('alert')).textContent).toContain('unchanged');
  expect(radio('Not at the booth').checked).toBe(true);
});
