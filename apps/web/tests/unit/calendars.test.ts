/** Working calendars in the builder: what a change of days does to the definition, and how lists of holidays are read. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isObject, type Json } from '@/api/narrow';
import { breaksOf, marked, ownMarks, withBreaks, yearCopied, type Mark } from '@/features/calendars/model/days';
import { plus, runs, span, weekdayOf, weeksOf } from '@/features/calendars/model/dates';
import { overlaps, passesMidnight, readHours, readTime } from '@/features/calendars/model/hours';
import { knownUntil, weigh } from '@/features/calendars/model/importing';
import { asTable, readList, textOfBytes } from '@/features/calendars/model/lists';

const national = { 'zh-CN': '国庆节', en: 'National Day' };
const bare: Json = { format: 1, id: 'own', label: 'own' };
const golden: Json = { ...bare, holidays: [{ from: '2026-10-01', to: '2026-10-07', label: national }], makeup_days: [{ date: '2026-10-10', label: national }] };

function change(calendar: Json, dates: readonly string[], mark: Mark): Json {
  return marked(calendar, new Map(dates.map((date) => [date, mark])));
}

function china(): Json {
  const file = fileURLToPath(new URL('../../../../examples/leave-request/calendars/china.json', import.meta.url));
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isObject(json) ? json : {};
}

describe('days', () => {
  test('are counted without a zone', () => {
    expect(plus('2026-02-28', 1)).toBe('2026-03-01');
    expect(plus('2024-02-28', 1)).toBe('2024-02-29');
    expect(weekdayOf('2026-10-01')).toBe(3);
    expect(span('2026-10-03', '2026-10-01')).toEqual(['2026-10-01', '2026-10-02', '2026-10-03']);
    expect(runs(['2026-01-02', '2026-01-01', '2026-01-05'])).toEqual([{ from: '2026-01-01', to: '2026-01-02' }, { from: '2026-01-05', to: '2026-01-05' }]);
    const weeks = weeksOf(2026, 2);
    expect(weeks.flat().filter((day) => day !== null)).toHaveLength(28);
    expect(weeks[0]?.[6]).toBe('2026-02-01');
  });

  test('a working day in the middle of a holiday makes two of it', () => {
    const next = change(golden, ['2026-10-04'], { kind: 'makeup', label: { 'zh-CN': '值班' }, hours: ['09:00-12:00'] });
    expect(next['holidays']).toEqual([{ from: '2026-10-01', to: '2026-10-03', label: national }, { from: '2026-10-05', to: '2026-10-07', label: national }]);
    expect(next['makeup_days']).toEqual([{ date: '2026-10-04', label: { 'zh-CN': '值班' }, hours: ['09:00-12:00'] }, { date: '2026-10-10', label: national }]);
    expect(change(next, ['2026-10-04'], { kind: 'holiday', label: national })).toEqual({ ...golden });
  });

  test('what nothing is said of leaves nothing behind', () => {
    const days = span('2026-10-01', '2026-10-10');
    expect(change(golden, days, null)).toEqual(bare);
    expect(change(bare, ['2026-05-04', '2026-05-03'], { kind: 'ordinary' })['ordinary_days']).toEqual(['2026-05-03', '2026-05-04']);
    expect(ownMarks(change(golden, ['2026-10-02'], { kind: 'ordinary' })).get('2026-10-02')).toEqual({ kind: 'ordinary' });
  });

  test('the days of a year that stand in a definition are as they are after a change elsewhere', () => {
    const before = china();
    const after = change(before, ['2030-01-01'], { kind: 'holiday', label: '元旦' });
    expect(change(after, ['2030-01-01'], null)).toEqual(before);
  });

  test('a year is copied over free days only', () => {
    const leap: Json = { ...bare, holidays: [{ from: '2024-02-28', to: '2024-03-01', label: national }], breaks: [{ date: '2024-05-05', hours: ['10:00-11:00'], label: '演习' }] };
    const { calendar, copied, left } = yearCopied(leap, 2024, 2025);
    expect([copied, left]).toEqual([3, 1]);
    expect([...ownMarks(calendar).keys()].filter((date) => date.startsWith('2025'))).toEqual(['2025-02-28', '2025-03-01']);
    expect(breaksOf(calendar).map((one) => one.date)).toEqual(['2024-05-05', '2025-05-05']);
    expect(yearCopied(calendar, 2024, 2025).copied).toBe(0);
  });
});

describe('hours', () => {
  test('are read as people type them', () => {
    expect(['9', '930', '9：30', '24:00', '24', '25:00', '9:60', 'x'].map((text) => readTime(text, true))).toEqual(['09:00', '09:30', '09:30', '24:00', '24:00', null, null, null]);
    expect(readTime('24:00', false)).toBeNull();
    expect(readHours('9:00-12:00 13:30～18:00')).toEqual(['09:00-12:00', '13:30-18:00']);
    expect(readHours('09:00')).toBeNull();
    expect(passesMidnight('22:00-06:00')).toBe(true);
    expect(overlaps(['22:00-06:00'], '23:00-23:30')).toBe(true);
    expect(overlaps(['09:00-12:00'], '12:00-13:00')).toBe(false);
  });
});

describe('lists of holidays', () => {
  test('tables are read with what people write, and faulty lines are named', () => {
    const { entries, faults } = readList('日期,名称,类型,时段\n2027/1/1~2027/1/3,元旦,放假\n2027年2月7日,"春节, 补",上班,9:00-12:00\n20270301,演习,停工,10:00-11:00\n2027-02-30,没有,放假\n2027-03-05,,放假\n2027-03-06,怪,奇怪\n2027-03-07,短,停工,10点\n2027-03-09~2027-03-08,反,放假');
    expect(entries.map((entry) => [entry.date, entry.kind, entry.label])).toEqual([
      ['2027-01-01', 'holiday', '元旦'],
      ['2027-01-02', 'holiday', '元旦'],
      ['2027-01-03', 'holiday', '元旦'],
      ['2027-02-07', 'makeup', '春节, 补'],
      ['2027-03-01', 'break', '演习'],
    ]);
    expect(faults.map((fault) => [fault.line, fault.word])).toEqual([['5', 'date'], ['6', 'name'], ['7', 'kind'], ['8', 'hours'], ['9', 'order']]);
  });

  test('calendars of mail programs are read; what is no whole day is named', () => {
    const event = (lines: string): string => `BEGIN:VEVENT\r\n${lines}\r\nEND:VEVENT\r\n`;
    const ics = `BEGIN:VCALENDAR\r\n${event('DTSTART;VALUE=DATE:20271001\r\nDTEND;VALUE=DATE:20271004\r\nSUMMARY:国庆\r\n 节')}${event('DTSTART;VALUE=DATE:20271009\r\nSUMMARY:国庆节 补班')}${event('DTSTART:20271010T090000Z\r\nSUMMARY:会')}${event('DTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:元旦')}END:VCALENDAR`;
    const { entries, faults } = readList(ics);
    expect(entries.map((entry) => [entry.date, entry.kind, entry.label])).toEqual([
      ['2027-10-01', 'holiday', '国庆节'],
      ['2027-10-02', 'holiday', '国庆节'],
      ['2027-10-03', 'holiday', '国庆节'],
      ['2027-10-09', 'makeup', '国庆节 补班'],
    ]);
    expect(faults.map((fault) => fault.word)).toEqual(['timed', 'repeats']);
  });

  test("the product's own calendar of China is taken over as a whole, and a second time changes nothing", () => {
    const text = JSON.stringify(china());
    const { entries, faults } = readList(text);
    expect(faults).toEqual([]);
    const plan = weigh(bare, entries, [], false);
    expect(plan.changes.length).toBe(entries.length);
    expect(ownMarks(plan.calendar)).toEqual(ownMarks(china()));
    const again = weigh(plan.calendar, entries, [], true);
    expect([again.changes.length, again.same]).toEqual([0, entries.length]);
    expect(knownUntil(entries)).toBe('2026-12-31');
    expect(readList('[1').faults[0]?.word).toBe('not_json');
    expect(readList('hello').faults[0]?.word).toBe('date');
  });

  test('names that are known in two languages keep both; days that a whole list leaves out go', () => {
    const plan = weigh(golden, readList('2026-10-01,国庆节,休\n2026-10-02,国庆节,休').entries, [], true);
    expect(plan.same).toBe(2);
    expect(plan.calendar['holidays']).toEqual([{ from: '2026-10-01', to: '2026-10-02', label: national }]);
    expect(plan.calendar['makeup_days']).toBeUndefined();
    const next = weigh(golden, readList('2027-10-01,国庆节').entries, [], true);
    expect(ownMarks(next.calendar).get('2027-10-01')).toEqual({ kind: 'holiday', label: national });
    expect(ownMarks(next.calendar).size).toBe(9);
  });

  test('what is written can be read again; formulas stay texts', () => {
    const rows = [{ date: '2027-01-01', name: '=1+1', kind: 'holiday' as const, hours: [] }, { date: '2027-01-02', name: '补,班', kind: 'makeup' as const, hours: ['09:00-12:00', '13:00-15:00'] }];
    const table = asTable(rows);
    expect(table).toContain("'=1+1");
    expect(readList(table).entries.map(({ date, label, kind, hours }) => ({ date, name: label, kind, hours }))).toEqual(rows);
    expect(textOfBytes(new Uint8Array([0xd4, 0xaa, 0xb5, 0xa9]).buffer)).toBe('元旦');
  });

  test('a break of a list is added once', () => {
    const { entries } = readList('2027-03-01,演习,停工,10:00-11:00');
    const once = weigh(bare, entries, [], false);
    expect(once.calendar).toEqual(withBreaks(bare, [{ date: '2027-03-01', hours: ['10:00-11:00'], label: { 'zh-CN': '演习' } }]));
    expect(weigh(once.calendar, entries, [], false).breaks).toEqual([]);
  });
});
