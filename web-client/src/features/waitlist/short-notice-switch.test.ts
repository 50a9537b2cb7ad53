import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import ShortNoticeSwitch from './short-notice-switch.svelte';

afterEach(cleanup);

test('the switch turns when the wish is known, and not before', async () => {
  const onchange = vi.fn();
  const { rerender } = render(ShortNoticeSwitch, { value: false, onchange });
  const input = screen.getByRole<HTMLInputElement>('switch');
  await fireEvent.click(input);
  expect(onchange).toHaveBeenCalledExactlyOnceWith(true);
  expect(input.checked).toBe(false);
  await rerender({ value: true });
  expect(input.checked).toBe(true);
});

test('while a wish is on its way no second one is made', async () => {
  const onchange = vi.fn();
  render(ShortNoticeSwitch, { value: false, isBusy: true, onchange });
  await fireEvent.click(screen.getByRole('switch'));
  expect(onchange).not.toHaveBeenCalled();
});
