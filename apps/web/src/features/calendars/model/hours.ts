/** Hours as definitions write them, `09:00-12:00`; an end that is not later than the beginning lies in the next day. */

export interface Hours {
  readonly from: string;
  readonly to: string;
}

export function partsOf(hours: string): Hours {
  const [from = '', to = ''] = hours.split('-');
  return { from, to };
}

export function written({ from, to }: Hours): string {
  return `${from}-${to}`;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** A time as people type it: `9`, `930`, `9：30`, `24:00`; null when it is none. */
export function readTime(text: string, isEnd: boolean): string | null {
  const match = /^(\d{1,2})(?:[:：.]?(\d{2}))?(?:[:：](\d{2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, hour = '', minute = '00', second] = match;
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  const whole = hours * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || whole > 86_400 || (whole === 86_400 && !isEnd)) return null;
  return `${two(hours)}:${two(minutes)}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}

const secondOf = (time: string): number => {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  return hour * 3600 + minute * 60 + second;
};

/** From which second of the day to which; behind midnight the seconds go on. */
export function secondsOf(hours: string): { from: number; to: number } {
  const { from, to } = partsOf(hours);
  const [begin, end] = [secondOf(from), secondOf(to)];
  return { from: begin, to: end <= begin ? end + 86_400 : end };
}

export const passesMidnight = (hours: string): boolean => secondsOf(hours).to > 86_400;

/** A time of a grid in half hours. */
export function slotTime(slot: number): string {
  return `${String(Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`;
}

export function overlaps(hours: readonly string[], added: string): boolean {
  const own = secondsOf(added);
  return hours.map(secondsOf).some(({ from, to }) => from < own.to && own.from < to);
}

/** Several hours in one line of text: `09:00-12:00 13:30-18:00`; null when one cannot be read. */
export function readHours(text: string): readonly string[] | null {
  const pieces = text.split(/[\s,，;；、/]+/).filter((piece) => piece !== '');
  const read = pieces.map((piece) => {
    const [from = '', to = ''] = piece.split(/[-~\uFF5E\u2014\u2013]/);
    const [begin, end] = [readTime(from, false), readTime(to, true)];
    return begin === null || end === null || begin === end ? null : written({ from: begin, to: end });
  });
  return read.some((one) => one === null) ? null : read.filter((one) => one !== null);
}

/** In the order of the day. */
export function inOrder(hours: readonly string[]): readonly string[] {
  return hours.toSorted((one, other) => secondsOf(one).from - secondsOf(other).from);
}
