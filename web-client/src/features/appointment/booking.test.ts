import type { Appointment, BoothId, DaySnapshot, Hold, Slot, SlotOffer } from '@protocol';
import { expect, test } from 'vitest';
import { CommandError } from '../../connection/command-error.ts';
import { Booking, type Choice } from './booking.svelte.ts';

const kBooth = 'booth' as BoothId;
const slot = (id: string, starts_at = 1_000) =>
  ({ slot_id: id, booth_id: kBooth, starts_at, minutes: 15 }) as Slot;
const holdOf = (id: string, generation: number, until = 120_000, booth = kBooth) =>
  ({ slot: { ...slot(id), booth_id: booth }, generation, until, extensions_left: 10 }) as Hold;
const choice: Choice = { slot: slot('1'), isAnyMember: true };
const day = (hold?: Hold, appointments: Partial<Appointment>[] = [], offers: SlotOffer[] = []): DaySnapshot =>
  ({
    appointments,
    waiting: offers.map((offer) => ({ booth_id: kBooth, offer })),
    ...(hold && { hold }),
  }) as DaySnapshot;
const offer = (until = 5_000): SlotOffer => ({ slot: slot('1'), until });
const details = { reason: ' Zinn? ', jobId: undefined, zone: 'Europe/Lisbon' };
const refusal = (code: string) => new CommandError({ code, class: 'conflict', message: code });

/** A server that answers from a list, or when it is told to. */
function server(answers: Record<string, unknown>) {
  const asked: [string, unknown][] = [];
  const call = async (name: string, fields: unknown): Promise<unknown> => {
    asked.push([name, fields]);
    const answer = await answers[name];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, booking: new Booking(kBooth, call as never) };
}

test('a chosen time is held, then booked with what was said', async () => {
  const appointment = { appointment_id: 'a' };
  const { asked, booking } = server({
    'slot.hold': { hold: holdOf('1', 7) },
    'appointment.book': { appointment },
  });
  await booking.take(choice);
  expect(booking.stage).toBe('held');
  await booking.book(details);
  expect([booking.stage, booking.appointment]).toEqual(['booked', appointment]);
  expect(asked).toEqual([
    ['slot.hold', { slot_id: '1', any_member: true }],
    ['appointment.book', { slot_id: '1', generation: 7, reason: 'Zinn?', zone: 'Europe/Lisbon' }],
  ]);
});

test.each(['slot.taken', 'slot.overlap', 'slot.not_open'])(
  '%s leads to the nearest times of the booth',
  async (code) => {
    const nearest = [{ slot: slot('2') }];
    const { asked, booking } = server({ 'slot.hold': refusal(code), 'slot.find': { slots: nearest } });
    await booking.take(choice);
    expect([booking.stage, booking.refused?.code, booking.refused?.nearest]).toEqual([
      'refused',
      code,
      nearest,
    ]);
    expect(asked[1]).toEqual(['slot.find', { booth_id: kBooth, near: 1_000, limit: 2 }]);
  },
);

test('too many appointments are said without other times', async () => {
  const { asked, booking } = server({ 'slot.hold': refusal('slot.too_many') });
  await booking.take(choice);
  expect([booking.stage, booking.refused?.code, asked.length]).toEqual(['refused', 'slot.too_many', 1]);
});

test('a hold that ended is no dead end: the same time is taken anew', async () => {
  const answers: Record<string, unknown> = {
    'slot.hold': { hold: holdOf('1', 7) },
    'appointment.book': refusal('slot.hold_lost'),
  };
  const { booking } = server(answers);
  await booking.take(choice);
  await booking.book(details);
  expect([booking.stage, booking.choice?.slot.slot_id]).toEqual(['lapsed', '1']);
  answers['slot.hold'] = { hold: holdOf('1', 8) };
  await booking.take(booking.choice as Choice);
  expect([booking.stage, booking.hold?.generation]).toEqual(['held', 8]);
});

test('a hold ends when its time has come, also when nobody says so', async () => {
  const { booking } = server({ 'slot.hold': { hold: holdOf('1', 7, 5_000) } });
  await booking.take(choice);
  booking.tick(4_999);
  expect(booking.stage).toBe('held');
  booking.tick(5_000);
  expect(booking.stage).toBe('lapsed');
});

test('a hold that could not be extended is held still', async () => {
  const { booking } = server({
    'slot.hold': { hold: holdOf('1', 7) },
    'slot.extend': refusal('slot.extended_often'),
  });
  await booking.take(choice);
  await booking.extend();
  expect([booking.stage, booking.refused?.code, booking.hold?.generation]).toEqual([
    'held',
    'slot.extended_often',
    7,
  ]);
});

test('a hold from before a reload goes on, one at another booth does not', () => {
  const { booking } = server({});
  booking.follow(day(holdOf('1', 7, 9_000, 'other' as BoothId)));
  expect(booking.stage).toBe('none');
  booking.follow(day(holdOf('1', 7, 9_000)));
  expect([booking.stage, booking.choice?.slot.slot_id, booking.hold?.until]).toEqual(['held', '1', 9_000]);
});

test('another page of the same person prolongs and books for this one, too', async () => {
  const { booking } = server({ 'slot.hold': { hold: holdOf('1', 7, 5_000) } });
  await booking.take(choice);
  booking.follow(day(holdOf('1', 7, 5_000)));
  booking.follow(day(holdOf('1', 7, 9_000)));
  expect(booking.hold?.until).toBe(9_000);
  booking.follow(day(undefined, [{ slot_id: '1' as never, state: 'booked' }]));
  expect(booking.stage).toBe('booked');
});

test('a hold that the stream has not told of yet does not count as ended', async () => {
  const { booking } = server({ 'slot.hold': { hold: holdOf('1', 7) } });
  await booking.take(choice);
  booking.follow(day());
  expect(booking.stage).toBe('held');
  booking.follow(day(holdOf('1', 7)));
  booking.follow(day());
  expect(booking.stage).toBe('lapsed');
});

test('who leaves gives the time up, and it does not come back by itself', async () => {
  const { asked, booking } = server({ 'slot.hold': { hold: holdOf('1', 7) }, 'slot.release': {} });
  await booking.take(choice);
  booking.close();
  expect(booking.stage).toBe('none');
  expect(asked[1]).toEqual(['slot.release', { slot_id: '1', generation: 7 }]);
  booking.follow(day(holdOf('1', 7)));
  expect(booking.stage).toBe('none');
});

test('the answer to an earlier choice does not overtake a later one', async () => {
  let answerLate: (answer: unknown) => void = () => undefined;
  const answers: Record<string, unknown> = { 'slot.hold': new Promise((answer) => (answerLate = answer)) };
  const { booking } = server(answers);
  const first = booking.take(choice);
  answers['slot.hold'] = { hold: holdOf('2', 8) };
  await booking.take({ slot: slot('2'), isAnyMember: false });
  answerLate({ hold: holdOf('1', 7) });
  await first;
  expect([booking.hold?.slot.slot_id, booking.isBusy]).toEqual(['2', false]);
});

test('moving takes the new time at once', async () => {
  const { asked, booking } = server({ 'appointment.move': { appointment: { appointment_id: 'a' } } });
  booking.look(choice);
  await booking.move({ appointment_id: 'a' } as Appointment);
  expect(booking.stage).toBe('booked');
  expect(asked).toEqual([['appointment.move', { appointment_id: 'a', slot_id: '1' }]]);
});

test('an offered time is booked without a hold', async () => {
  const { asked, booking } = server({ 'appointment.book': { appointment: { appointment_id: 'a' } } });
  booking.takeOffer(offer());
  await booking.book(details);
  expect(booking.stage).toBe('booked');
  expect(asked).toEqual([['appointment.book', { slot_id: '1', reason: 'Zinn?', zone: 'Europe/Lisbon' }]]);
});

test('an offer stands until the server ends it, and longer after an outage', () => {
  const { asked, booking } = server({});
  booking.takeOffer(offer());
  booking.tick(9_000);
  booking.follow(day(undefined, [], [offer(20_000)]));
  expect([booking.stage, booking.offer?.until]).toEqual(['offered', 20_000]);
  booking.follow(day());
  expect([booking.stage, asked]).toEqual(['passed', []]);
});

test('an offer that another page books is booked here, too', () => {
  const { booking } = server({});
  booking.takeOffer(offer());
  booking.follow(day(undefined, [{ slot_id: '1' as never, state: 'booked' }]));
  expect(booking.stage).toBe('booked');
});

test('an offer that could not be booked yet is kept still', async () => {
  const { booking } = server({ 'appointment.book': refusal('slot.too_many') });
  booking.takeOffer(offer());
  await booking.book(details);
  expect([booking.stage, booking.refused?.code]).toEqual(['offered', 'slot.too_many']);
});

test('who takes an offer gives up another time that they held', async () => {
  const { asked, booking } = server({ 'slot.hold': { hold: holdOf('2', 7) }, 'slot.release': {} });
  await booking.take({ slot: slot('2'), isAnyMember: false });
  booking.takeOffer(offer());
  booking.follow(day(holdOf('2', 7), [], [offer()]));
  expect(booking.stage).toBe('offered');
  expect(asked[1]).toEqual(['slot.release', { slot_id: '2', generation: 7 }]);
});
