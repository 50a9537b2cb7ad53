import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { language } from '../../text/language.svelte.ts';
import Composer from './composer.svelte';

afterEach(cleanup);

language.current = 'en';

function show(more: Record<string, unknown> = {}) {
  const heard = { onsend: vi.fn(), ondraft: vi.fn(), oncancel: vi.fn(), ontyping: vi.fn() };
  render(Composer, { props: { label: 'Write', draft: '', ...heard, ...more } });
  return { ...heard, area: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Write' }) };
}

test('Enter sends the text without the blanks around it and empties the field', async () => {
  const { area, onsend } = show();
  await fireEvent.input(area, { target: { value: '  Glück auf!  ' } });
  await fireEvent.keyDown(area, { key: 'Enter' });
  expect(onsend).toHaveBeenCalledExactlyOnceWith('Glück auf!');
  expect(area.value).toBe('');
});

test.each([
  ['Shift', { key: 'Enter', shiftKey: true }],
  ['an unfinished input method', { key: 'Enter', isComposing: true }],
])('Enter with %s does not send', async (_, key) => {
  const { area, onsend } = show();
  await fireEvent.input(area, { target: { value: 'Hallo' } });
  await fireEvent.keyDown(area, key);
  expect(onsend).not.toHaveBeenCalled();
});

test('nothing but blanks cannot be sent', async () => {
  const { area, onsend } = show();
  await fireEvent.input(area, { target: { value: '   ' } });
  await fireEvent.keyDown(area, { key: 'Enter' });
  expect(onsend).not.toHaveBeenCalled();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true);
});

test('a text that is too long is not sent and says by how much', async () => {
  const { area, onsend } = show();
  await fireEvent.input(area, { target: { value: 'ä'.repeat(4_003) } });
  await fireEvent.keyDown(area, { key: 'Enter' });
  expect(onsend).not.toHaveBeenCalled();
  expect(screen.getByRole('alert').textContent).toContain('3');
});

test('what was begun is there again, and each change is told for keeping', async () => {
  const { area, ondraft } = show({ draft: 'Angefangen' });
  expect(area.value).toBe('Angefangen');
  await fireEvent.input(area, { target: { value: 'Angefangen und' } });
  expect(ondraft).toHaveBeenLastCalledWith('Angefangen und');
});

test('after sending, the draft is empty', async () => {
  const { area, ondraft } = show({ draft: 'Fertig' });
  await fireEvent.keyDown(area, { key: 'Enter' });
  expect(ondraft).toHaveBeenLastCalledWith('');
});

test('Escape leaves a reply, and without one it does nothing', async () => {
  const { area, oncancel } = show({ context: { title: 'Reply to Anna', text: 'Hello' } });
  await fireEvent.keyDown(area, { key: 'Escape' });
  expect(oncancel).toHaveBeenCalledOnce();
});

test('writing tells the others, emptying the field does not', async () => {
  const { area, ontyping } = show();
  await fireEvent.input(area, { target: { value: 'H' } });
  await fireEvent.input(area, { target: { value: '' } });
  expect(ontyping).toHaveBeenCalledOnce();
});
